#include "lib/serve/proxy/end_to_end.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace locker::serve {
namespace {

constexpr std::array<std::string_view, 8> kHopByHop{"Connection",          "Keep-Alive", "Proxy-Connection",
                                                    "Proxy-Authorization", "TE",         "Trailer",
                                                    "Transfer-Encoding",   "Upgrade"};

std::string in_small_letters(std::string_view name) {
  std::string small(name);
  std::ranges::transform(small, small.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return small;
}

/// Returns the connection options of a head, which name further headers to remove. A set, because a head may
/// contain very many of both. Headers that every recipient needs are never options, whatever the sender
/// lists.
std::set<std::string> connection_options(const http::Headers& headers) {
  std::set<std::string> options;
  for (const auto& [name, value] : headers) {
    if (!http::same_name(name, "Connection")) continue;
    constexpr std::string_view kBetween = ", \t";
    for (std::size_t at = 0; (at = value.find_first_not_of(kBetween, at)) != std::string::npos;) {
      const auto end = std::min(value.find_first_of(kBetween, at), value.size());
      options.insert(in_small_letters(std::string_view(value).substr(at, end - at)));
      at = end;
    }
  }
  options.erase("content-length");
  options.erase("host");
  return options;
}

}  // namespace

http::Headers end_to_end(const http::Headers& headers) {
  const auto options = connection_options(headers);
  http::Headers kept;
  for (const auto& [name, value] : headers) {
    const bool is_hop =
        std::ranges::any_of(kHopByHop, [&](auto hop) { return http::same_name(hop, name); }) ||
        (!options.empty() && options.contains(in_small_letters(name)));
    if (!is_hop) kept.emplace_back(name, value);
  }
  return kept;
}

}  // namespace locker::serve
