#include "lib/store/write/standings.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace locker::store {

std::optional<Standing> Standings::of(std::int64_t record) {
  if (!is_next(record) && !seek(record)) return std::nullopt;
  return Standing{rows_->number(1), rows_->number(2), rows_->number(3), rows_->number(4),
                  std::string(rows_->text(5))};
}

bool Standings::is_next(std::int64_t record) {
  return rows_ && core_.database.sqlite().getTotalChanges() == changes_ && step_to(record);
}

bool Standings::seek(std::int64_t record) {
  rows_ = &core_.statement(
      "SELECT record, began, first_walk, placed, position, detail FROM membership"
      " WHERE stream = ? AND record >= ? AND ended IS NULL ORDER BY record");
  Statements::bind_all(*rows_, stream_, record);
  changes_ = core_.database.sqlite().getTotalChanges();
  return step_to(record);
}

bool Standings::step_to(std::int64_t record) {
  if (rows_->step() && rows_->number(0) == record) return true;
  stop();
  return false;
}

void Standings::stop() {
  if (rows_) rows_->reset();
  rows_ = nullptr;
}

}  // namespace locker::store
