#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::connectors::github {

/// Returns the URLs from `next` to `last`, both as the service gave them, if they differ only in the page
/// number; else none. For prefetching only: a walk follows each page's own link.
[[nodiscard]] std::vector<std::string> pages_between(std::string_view next, std::string_view last);

}  // namespace locker::connectors::github
