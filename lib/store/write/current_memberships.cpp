#include "lib/store/write/current_memberships.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace locker::store {

std::optional<CurrentMembership> CurrentMemberships::of(std::int64_t record) {
  if (!is_next(record) && !seek(record)) return std::nullopt;
  return CurrentMembership{rows_->number(1), rows_->number(2), rows_->number(3), rows_->number(4),
                           std::string(rows_->text(5))};
}

bool CurrentMemberships::is_next(std::int64_t record) {
  return rows_ && context_.database.sqlite().getTotalChanges() == changes_ && step_to(record);
}

bool CurrentMemberships::seek(std::int64_t record) {
  rows_ = &context_.statement(
      "SELECT record, began, first_walk, placed, position, detail FROM membership"
      " WHERE stream = ? AND record >= ? AND ended IS NULL ORDER BY record");
  Statements::bind_all(*rows_, stream_, record);
  changes_ = context_.database.sqlite().getTotalChanges();
  return step_to(record);
}

bool CurrentMemberships::step_to(std::int64_t record) {
  if (rows_->step() && rows_->number(0) == record) return true;
  stop();
  return false;
}

void CurrentMemberships::stop() {
  if (rows_) rows_->reset();
  rows_ = nullptr;
}

}  // namespace locker::store
