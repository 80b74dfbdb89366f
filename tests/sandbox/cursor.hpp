#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

// The content of a page token. It is a position in the list, not a page number, so additions at the top
// between two requests do not shift the pages.
struct Cursor {
  std::string place;  // the endpoint's path, for which alone the token is valid
  bool backwards = false;
  std::uint64_t rank = 0;
  std::uint32_t page = 1;
};

std::string cursor_token(const Cursor& cursor);
std::optional<Cursor> parse_cursor(std::string_view token);

}  // namespace sandbox
