#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/row_source.hpp"

namespace locker::store {

/// True if these streams have an order of the service's, and no times that could order them.
[[nodiscard]] bool ordered_by_service(const connector::Registry& registry,
                                      const std::vector<std::string>& streams);

/// Who is in these streams after a change, once each: in the service's order where `in_order`, stream
/// after stream as they are named; else in none. With `former`, also who was in them before.
[[nodiscard]] std::vector<std::int64_t> member_records(const Database& database,
                                                       const std::vector<std::string>& streams,
                                                       std::int64_t at_seq, bool in_order, bool former);

/// True if the record is in the stream of that name now, or in a part of it.
[[nodiscard]] bool is_member(const Database& database, std::int64_t record, std::string_view stream);

/// These records, newest first, what has no time last.
void sort_by_time(const Database& database, std::vector<std::int64_t>& records);

/// The rows of these records, in this order.
[[nodiscard]] std::unique_ptr<RowSource> rows_of(const Database& database, const QueryFilter& filter,
                                                 std::vector<std::int64_t> records);

}  // namespace locker::store
