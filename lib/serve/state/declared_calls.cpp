#include "lib/serve/state/declared_calls.hpp"

#include <algorithm>

#include "lib/base/percent.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kLongestPath = 8 * 1024;
constexpr double kLongestDeclaredPause = 366 * 86'400;

/// True for `http://…` and the like: core calls only the service itself.
bool is_address(std::string_view path) {
  const auto colon = path.find(':');
  return colon != std::string_view::npos &&
         path.substr(0, colon).find_first_of("/?") == std::string_view::npos;
}

/// True for `http://host/…` and `//host/…`, which no service has as a path.
bool names_host(std::string_view path) {
  return path.starts_with("//") || (is_address(path) && path.substr(path.find(':')).starts_with("://"));
}

/// Returns the path as an ASCII JSON string, which is safe to print.
std::string shown(const std::string& path) {
  return Object(path).dump(-1, ' ', true, Object::error_handler_t::replace);
}

}  // namespace

bool is_call_path(std::string_view path) {
  const bool is_clean =
      std::ranges::all_of(path, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
  if (path.empty() || path.size() > kLongestPath || !is_clean || names_host(path)) return false;
  const auto decoded = percent_decode(path.substr(0, path.find('?')), false);
  return decoded && !decoded->empty() && decoded->find('\0') == std::string::npos &&
         !has_parent_segment(*decoded);
}

std::map<std::string, std::chrono::milliseconds> declared_calls(const Object& manifest,
                                                                const Complaint& complain) {
  std::map<std::string, std::chrono::milliseconds> calls;
  const auto stated = manifest.find("schedule");
  if (stated == manifest.end()) return calls;
  if (!stated->is_object()) {
    complain("\"schedule\" does not give paths their seconds");
    return calls;
  }
  for (const auto& [path, seconds] : stated->items()) {
    const double pause = seconds.is_number() ? seconds.get<double>() : 0;
    if (!is_call_path(path) || is_address(path))
      complain("\"schedule\" names " + shown(path) + ", which is no path of a service");
    else if (!(pause >= 1 && pause <= kLongestDeclaredPause))
      complain("\"schedule\" gives " + shown(path) + " no pause from a second to a year");
    else
      calls[path.starts_with('/') ? path : "/" + path] =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(pause));
  }
  return calls;
}

}  // namespace locker::serve
