#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace locker::connectors::github {

/// The addresses from `next` to `last`, as the service gave both, if they differ in nothing but the number of
/// the page; none otherwise. Guesses: what to ask for is what each page leads to.
[[nodiscard]] std::vector<std::string> pages_between(std::string_view next, std::string_view last);

}  // namespace locker::connectors::github
