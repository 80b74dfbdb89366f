#pragma once

#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/rows/cell.hpp"

namespace locker::rows {

/// The address of the page that shows a record, where its JSON tells it: `address_field` of its type is the
/// field that holds it, or a list, with blanks between, of addresses with fields in braces. The first counts
/// of which the record has all: `{a.b}`, or `{a.b:/pulls/}` for what stands behind that in it. Nothing if it
/// has none.
[[nodiscard]] Cell page_address(std::string_view json, const connector::Type& type);

}  // namespace locker::rows
