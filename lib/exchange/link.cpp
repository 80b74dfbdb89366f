#include "lib/exchange/link.hpp"

#include <algorithm>

namespace locker::exchange {
namespace {

bool is_of_address(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != 0x7f &&
         std::string_view("<>\"'`\\").find(c) == std::string_view::npos;
}

}  // namespace

std::string web_link(std::string_view address) {
  const bool is_web = address.starts_with("https://") || address.starts_with("http://");
  return is_web && std::ranges::all_of(address, is_of_address) ? std::string(address) : std::string();
}

std::string media_link(std::string_view path) {
  const auto account = path.find('/') + 1, folder = path.find('/', account);
  if (folder == std::string_view::npos) return {};
  const auto rest = path.find('/', folder + 1);
  if (rest == std::string_view::npos) return {};
  return "media/" + std::string(path.substr(account, folder - account)) + std::string(path.substr(rest));
}

std::size_t address_end(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (!rest.starts_with("https://") && !rest.starts_with("http://")) return at;
  auto end = at + rest.find("//") + 2;
  while (end < text.size() && is_of_address(text[end])) ++end;
  while (end > at && std::string_view(".,;:!?)").find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

}  // namespace locker::exchange
