#pragma once

#include <string>
#include <string_view>

namespace locker::exchange {

/// Returns the address if a page may link to it: http or https, without characters that end an attribute or a
/// link. Returns an empty string for anything else.
[[nodiscard]] std::string web_link(std::string_view address);

/// Returns the path within an export of a stored file (`Me/twitter/media/2024/…`): `media/twitter/2024/…`.
[[nodiscard]] std::string media_link(std::string_view path);

/// Returns where the web address that begins at `at` ends; `at` itself if none begins there.
[[nodiscard]] std::size_t address_end(std::string_view text, std::size_t at);

}  // namespace locker::exchange
