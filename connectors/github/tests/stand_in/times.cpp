#include <ctime>

#include "render.hpp"

namespace github_stand_in {
namespace {

std::string formatted(Time time, const char* format) {
  const std::time_t seconds = time;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &parts)};
}

}  // namespace

std::string iso_time(Time time) { return formatted(time, "%Y-%m-%dT%H:%M:%SZ"); }
std::string http_date(Time time) { return formatted(time, "%a, %d %b %Y %H:%M:%S GMT"); }

Time parse_iso_time(const std::string& text) {
  std::tm parts{};
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  if (!end) end = strptime(text.c_str(), "%Y-%m-%d", &parts);
  return end && !*end ? timegm(&parts) : -1;
}

}  // namespace github_stand_in
