#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// An address that a page may lead to: http or https, of characters that end no attribute and no link.
/// Empty for anything else, whatever a service says.
[[nodiscard]] std::string web_link(std::string_view address);

/// Where a kept file (`Me/twitter/media/2024/…`) lies in an export: `media/twitter/2024/…`.
[[nodiscard]] std::string media_link(std::string_view path);

/// Where the web address that begins at `at` of a text ends; `at` itself if none begins there.
[[nodiscard]] std::size_t address_end(std::string_view text, std::size_t at);

}  // namespace locker::exchange
