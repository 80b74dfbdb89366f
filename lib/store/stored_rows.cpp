#include "lib/store/stored_rows.hpp"

#include <algorithm>

#include "lib/store/memory_limit.hpp"
#include "lib/store/merged_json.hpp"

namespace locker::store {
namespace {

// Head and face are nearly always the same version, which is then looked up once.
constexpr char kRaw[] =
    "CASE WHEN r.head = r.face THEN f.raw ELSE (SELECT raw FROM version WHERE id = r.head) END";

constexpr int kFirstText = 6;

/// Bytes of a batch; of all batches of a frugal database that exist at once, and the minimum of each.
constexpr std::size_t kBytes = 1 << 18, kFrugal = 1 << 16, kLeast = 1 << 13;

}  // namespace

std::string select_rows(const RowParts& parts, std::string_view before) {
  std::string sql = "SELECT r.id, r.sort, r.account, r.type, r.time, r.state, r.key, r.author, ";
  sql += parts.text ? "f.text, f.name, " : "NULL, NULL, ";
  if (parts.raw)
    sql += kRaw;
  else if (parts.json)
    sql.append("CASE WHEN r.merged IS NULL AND r.joined IS NULL THEN ").append(kRaw).append(" END");
  else
    sql += "NULL";
  sql.append(", ").append(parts.json ? kMergedJson : "NULL").append(" FROM ");
  return sql.append(before).append("record r CROSS JOIN version f ON f.id = r.face");
}

RowBatch::RowBatch(const Database& database, std::size_t beside)
    : database_(database),
      is_memory_limited_(store::is_memory_limited(database)),
      most_(is_memory_limited_ ? std::max(kFrugal / std::max<std::size_t>(beside, 1), kLeast) : kBytes) {}

void RowBatch::rest() const {
  if (is_memory_limited_) release_pages(database_);
}

void RowBatch::clear() {
  rows_.clear();
  bytes_.clear();
}

void RowBatch::add(const Scan& scan) {
  Kept& kept = rows_.emplace_back();
  StoredRow& row = kept.row;
  row.record = scan.number(0);
  row.sort = scan.number(1);
  row.account = scan.number(2);
  row.type = scan.number(3);
  if (!scan.is_null(4)) row.time = scan.number(4);
  row.deleted = scan.number(5) == 1;
  kept.begin = bytes_.size();
  for (std::size_t i = 0; i < kTexts; ++i) {
    const std::string_view text = scan.text(kFirstText + static_cast<int>(i));
    kept.length[i] = static_cast<std::uint32_t>(text.size());
    bytes_ += text;
  }
}

StoredRow RowBatch::operator[](std::size_t at) const {
  const Kept& kept = rows_[at];
  StoredRow row = kept.row;
  std::string_view rest = std::string_view(bytes_).substr(kept.begin);
  std::size_t next = 0;
  for (std::string_view* text : {&row.key, &row.author, &row.text, &row.name, &row.raw, &row.merged}) {
    *text = rest.substr(0, kept.length[next]);
    rest.remove_prefix(kept.length[next++]);
  }
  return row;
}

}  // namespace locker::store
