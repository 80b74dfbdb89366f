#include "connectors/github/paging.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace locker::connectors::github {
namespace {

constexpr std::string_view kPage = "page=";
/// The maximum number of pages to guess at a time.
constexpr int kMost = 16;

struct Numbered {
  std::string_view before, after;
  int page = 0;
};

/// Splits an address at its page number.
std::optional<Numbered> numbered(std::string_view address) {
  for (auto at = address.find(kPage); at != std::string_view::npos; at = address.find(kPage, at + 1)) {
    if (at == 0 || (address[at - 1] != '?' && address[at - 1] != '&')) continue;
    const char* begin = address.data() + at + kPage.size();
    Numbered cut{address.substr(0, at + kPage.size()), {}, 0};
    const auto [end, error] = std::from_chars(begin, address.data() + address.size(), cut.page);
    if (error != std::errc()) return std::nullopt;
    cut.after = address.substr(static_cast<std::size_t>(end - address.data()));
    return cut;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> pages_between(std::string_view next, std::string_view last) {
  const auto from = numbered(next);
  const auto to = numbered(last);
  std::vector<std::string> pages;
  if (!from || !to || from->before != to->before || from->after != to->after) return pages;
  for (int page = from->page; page <= to->page && page < from->page + kMost; ++page)
    pages.push_back(std::string(from->before).append(std::to_string(page)).append(from->after));
  return pages;
}

}  // namespace locker::connectors::github
