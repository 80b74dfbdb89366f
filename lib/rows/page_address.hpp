#pragma once

#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/rows/cell.hpp"

namespace locker::rows {

/// Returns the address of the page that shows a record, if its JSON has it; otherwise nothing.
/// `address_field` of its type is the field that holds the address, or a list of address patterns with fields
/// in braces, separated by blanks. The first pattern counts whose fields the record all has: `{a.b}`, or
/// `{a.b:/pulls/}` for what follows `/pulls/` in that field.
[[nodiscard]] Cell page_address(std::string_view json, const connector::Type& type);

}  // namespace locker::rows
