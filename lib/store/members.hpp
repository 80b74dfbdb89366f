#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/row_source.hpp"

namespace locker::store {

/// Returns true if these streams have an order set by the service and no times that could order them.
[[nodiscard]] bool ordered_by_service(const connector::Registry& registry,
                                      const std::vector<std::string>& streams);

/// Returns the members of these streams after change `at_seq`, each once. With `in_order`, they are in the
/// service's order, stream by stream as named; otherwise in no particular order. With `former`, earlier
/// members are included.
[[nodiscard]] std::vector<std::int64_t> member_records(const Database& database,
                                                       const std::vector<std::string>& streams,
                                                       std::int64_t at_seq, bool in_order, bool former);

/// Returns true if the record is now a member of the stream of that name or of one of its parts.
[[nodiscard]] bool is_member(const Database& database, std::int64_t record, std::string_view stream);

/// Sorts records newest first, those without a time last.
void sort_by_time(const Database& database, std::vector<std::int64_t>& records);

/// Returns a source of the rows of these records, in this order.
[[nodiscard]] std::unique_ptr<RowSource> rows_of(const Database& database, const QueryFilter& filter,
                                                 std::vector<std::int64_t> records);

}  // namespace locker::store
