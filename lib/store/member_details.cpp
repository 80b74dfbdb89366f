#include "lib/store/member_details.hpp"

namespace locker::store {

MemberDetails::MemberDetails(const Database& database, std::vector<std::string> streams, std::int64_t at_seq)
    : streams_(std::move(streams)),
      scan_(database.sqlite(),
            "SELECT m.detail FROM stream s CROSS JOIN membership m ON m.stream = s.id AND m.record = ?1"
            " WHERE (s.name = ?2 OR s.name || '/' || s.part = ?2) AND m.detail IS NOT NULL"
            " AND m.began <= ?3 ORDER BY m.began DESC LIMIT 1") {
  scan_.bind(3, at_seq);
}

std::string_view MemberDetails::of(std::int64_t record) {
  detail_.clear();
  scan_.bind(1, record);
  for (const auto& stream : streams_) {
    if (!detail_.empty()) break;
    scan_.bind(2, stream);
    if (scan_.step()) detail_ = scan_.text(0);
    scan_.reset();
  }
  return detail_;
}

}  // namespace locker::store
