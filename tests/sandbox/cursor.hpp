#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

// What a page token stands for. It names a place in the list, not a page number, so additions at the top
// between two requests shift nothing.
struct Cursor {
  std::string place;  // the endpoint's path: a token is good for no other
  bool backwards = false;
  std::uint64_t rank = 0;
  std::uint32_t page = 1;
};

std::string cursor_token(const Cursor& cursor);
std::optional<Cursor> parse_cursor(std::string_view token);

}  // namespace sandbox
