#include "lib/store/row_source.hpp"

#include <algorithm>

#include "lib/store/media_rows.hpp"
#include "lib/store/members.hpp"
#include "lib/store/merged_pairs.hpp"
#include "lib/store/search_hits.hpp"

namespace locker::store {
namespace {

/// For streams with more members than this, all records are walked in their order.
constexpr std::size_t kFewMembers = 20'000;

/// The rows of another source whose `number` is in a list.
class Among : public RowSource {
 public:
  Among(std::unique_ptr<RowSource> rows, std::int64_t StoredRow::*number, std::vector<std::int64_t> rising)
      : rows_(std::move(rows)), number_(number), rising_(std::move(rising)) {}

  const StoredRow* next() override {
    for (const StoredRow* row = rows_->next(); row; row = rows_->next())
      if (std::ranges::binary_search(rising_, row->*number_)) return row;
    return nullptr;
  }

 private:
  std::unique_ptr<RowSource> rows_;
  std::int64_t StoredRow::*number_;
  std::vector<std::int64_t> rising_;
};

/// Returns the members of streams. The full-text index only knows the present.
std::unique_ptr<RowSource> stream_rows(const Database& database, const connector::Registry& registry,
                                       const QueryFilter& filter, const std::vector<Pair>& pairs,
                                       std::int64_t at_seq, Life life) {
  const bool by_service = ordered_by_service(registry, filter.streams);
  const bool search = !filter.match.empty() && at_seq == kNow;
  auto members = member_records(database, filter.streams, at_seq, by_service, filter.deleted);
  if (by_service) {
    auto rows = rows_of(database, filter, std::move(members));
    if (!search) return rows;
    return std::make_unique<Among>(std::move(rows), &StoredRow::sort, all_hits(database, filter));
  }
  if (!search && members.size() <= kFewMembers) {
    sort_by_time(database, members);
    return rows_of(database, filter, std::move(members));
  }
  std::ranges::sort(members);
  auto rows = search ? search_hits(database, filter, life) : merged_pairs(database, filter, pairs, life);
  return std::make_unique<Among>(std::move(rows), &StoredRow::record, std::move(members));
}

std::unique_ptr<RowSource> rows_of_any(const Database& database, const connector::Registry& registry,
                                       const QueryFilter& filter, const std::vector<Pair>& pairs,
                                       std::int64_t at_seq) {
  const Life life = at_seq != kNow ? Life::any : filter.deleted ? Life::deleted : Life::live;
  if (filter.records) return rows_of(database, filter, *filter.records);
  if (!filter.streams.empty()) return stream_rows(database, registry, filter, pairs, at_seq, life);
  if (!filter.match.empty() && at_seq == kNow) return search_hits(database, filter, life);
  return merged_pairs(database, filter, pairs, life);
}

}  // namespace

std::unique_ptr<RowSource> row_source(const Database& database, const connector::Registry& registry,
                                      const QueryFilter& filter, const std::vector<Pair>& pairs,
                                      std::int64_t at_seq) {
  auto rows = rows_of_any(database, registry, filter, pairs, at_seq);
  if (!filter.has_media) return rows;
  return std::make_unique<Among>(std::move(rows), &StoredRow::record, records_with_media(database));
}

}  // namespace locker::store
