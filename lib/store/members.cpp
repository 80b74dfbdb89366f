#include "lib/store/members.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <unordered_set>

namespace locker::store {
namespace {

/// The greatest number of rows in a batch of members, which are looked up one by one.
constexpr std::size_t kLargestBatchMembers = 1'024;

class RowsOf : public RowSource {
 public:
  RowsOf(const Database& database, const QueryFilter& filter, std::vector<std::int64_t> records)
      : database_(database),
        scan_(database.sqlite(), select_rows(filter.parts) + " WHERE r.id = ?1"),
        records_(std::move(records)),
        batch_(database) {}

  const StoredRow* next() override {
    while (at_ == batch_.size() && next_ < records_.size()) fill();
    if (at_ == batch_.size()) return nullptr;
    row_ = batch_[at_++];
    return &row_;
  }

 private:
  /// Skips records that were forgotten meanwhile.
  void fill() {
    batch_.clear();
    at_ = 0;
    SQLite::Transaction transaction(database_.sqlite());
    for (std::size_t i = 0; i < wanted_ && next_ < records_.size() && !batch_.full(); ++i) {
      scan_.bind(1, records_[next_++]);
      if (scan_.step()) batch_.add(scan_);
      scan_.reset();
    }
    transaction.commit();
    batch_.rest();
    wanted_ = std::min(wanted_ * 4, kLargestBatchMembers);
  }

  const Database& database_;
  Scan scan_;
  std::vector<std::int64_t> records_;
  std::size_t next_ = 0;
  RowBatch batch_;
  StoredRow row_;
  std::size_t wanted_ = kFirstBatchRows;
  std::size_t at_ = 0;
};

}  // namespace

bool ordered_by_service(const connector::Registry& registry, const std::vector<std::string>& streams) {
  return std::ranges::all_of(streams, [&](std::string_view stream) {
    const auto name = stream.substr(0, stream.find('/'));
    for (const connector::Descriptor* connector : registry.all())
      if (const auto* stated = connector->stream(name))
        return stated->order == connector::Order::by_addition || stated->order == connector::Order::whole;
    return true;
  });
}

std::vector<std::int64_t> member_records(const Database& database, const std::vector<std::string>& streams,
                                         std::int64_t at_seq, bool in_order, bool former) {
  std::string sql =
      "SELECT m.record FROM stream s CROSS JOIN membership m ON m.stream = s.id"
      " WHERE (s.name = ?1 OR s.name || '/' || s.part = ?1) AND m.began <= ?2"
      " AND (?3 OR m.ended IS NULL OR m.ended > ?2)";
  if (in_order) sql += " ORDER BY s.account, s.id, m.placed DESC, m.position, m.began";
  Scan scan(database.sqlite(), sql);
  scan.bind(2, at_seq);
  scan.bind(3, former ? 1 : 0);
  std::vector<std::int64_t> records;
  std::unordered_set<std::int64_t> met;
  for (const auto& stream : streams) {
    scan.bind(1, stream);
    while (scan.step())
      if (met.insert(scan.number(0)).second) records.push_back(scan.number(0));
    scan.reset();
  }
  return records;
}

bool is_member(const Database& database, std::int64_t record, std::string_view stream) {
  Scan scan(database.sqlite(),
            "SELECT 1 FROM record r CROSS JOIN stream s ON s.account = r.account AND s.name = ?2"
            " CROSS JOIN membership m ON m.stream = s.id AND m.record = r.id AND m.ended IS NULL"
            " WHERE r.id = ?1");
  scan.bind(1, record);
  scan.bind_static(2, stream);
  return scan.step();
}

void sort_by_time(const Database& database, std::vector<std::int64_t>& records) {
  Scan scan(database.sqlite(), "SELECT sort FROM record WHERE id = ?1");
  SQLite::Transaction transaction(database.sqlite());
  std::vector<std::pair<std::int64_t, std::int64_t>> by_time;
  for (const std::int64_t record : records) {
    scan.bind(1, record);
    if (scan.step()) by_time.emplace_back(scan.number(0), record);
    scan.reset();
  }
  transaction.commit();
  std::ranges::sort(by_time, std::greater<>());
  records.clear();
  for (const auto& [sort, record] : by_time) records.push_back(record);
}

std::unique_ptr<RowSource> rows_of(const Database& database, const QueryFilter& filter,
                                   std::vector<std::int64_t> records) {
  return std::make_unique<RowsOf>(database, filter, std::move(records));
}

}  // namespace locker::store
