#include "lib/store/write/walked.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace locker::store {
namespace {

/// Calls `take` for each of the comma-separated numbers in `list`.
template <class Take>
void each_number(std::string_view list, Take take) {
  for (const char *at = list.data(), *end = at + list.size(); at < end;) {
    std::int64_t number = 0;
    at = std::from_chars(at, end, number).ptr + 1;
    take(number);
  }
}

}  // namespace

Walked::Walked(WriteContext& context, std::int64_t stream, std::int64_t walk, std::int64_t next)
    : context_(context),
      stream_(stream),
      walk_(walk),
      first_(next),
      next_(next),
      met_(std::exchange(context.met, MetRecords{})) {
  const auto last =
      context_.statement.number("SELECT max(first) FROM met WHERE stream = ? AND walk = ?", stream_, walk_);
  // Another process may have continued the walk meanwhile.
  if (met_.stream != stream_ || met_.walk != walk_ || met_.last_row != last) reread(last);
}

void Walked::reread(std::optional<std::int64_t> last) {
  met_ = {.stream = stream_, .walk = walk_, .last_row = last, .records = {}};
  each([this](std::int64_t record, std::int64_t) { note(record); });
}

void Walked::note(std::int64_t record) {
  const auto at = static_cast<std::size_t>(record);
  if (at >= met_.records.size()) met_.records.resize(at + at / 2 + 64);
  met_.records[at] = true;
}

bool Walked::contains(std::int64_t record) const {
  const auto at = static_cast<std::size_t>(record);
  return at < met_.records.size() && met_.records[at];
}

void Walked::add(std::int64_t record) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), record).ptr;
  if (!added_.empty()) added_ += ',';
  added_.append(digits.data(), end);
  note(record);
  ++next_;
}

void Walked::each(const std::function<void(std::int64_t, std::int64_t)>& take) const {
  auto& rows =
      context_.statement("SELECT first, records FROM met WHERE stream = ? AND walk = ? ORDER BY first");
  Statements::bind_all(rows, stream_, walk_);
  while (rows.step()) {
    std::int64_t element = rows.number(0);
    each_number(rows.text(1), [&](std::int64_t record) { take(record, element++); });
  }
  rows.reset();
  std::int64_t element = first_;
  each_number(added_, [&](std::int64_t record) { take(record, element++); });
}

void Walked::save() {
  // What an earlier walk met is not needed any more.
  if (!met_.last_row)
    context_.statement.run("DELETE FROM met WHERE stream = ? AND walk <> ?", stream_, walk_);
  if (!added_.empty())
    context_.statement.run(
        "INSERT INTO met(stream, first, walk, records) VALUES (?, ?, ?, ?)"
        " ON CONFLICT(stream, first) DO UPDATE SET records = records || ',' || excluded.records",
        stream_, first_, walk_, added_);
  met_.last_row =
      context_.statement.number("SELECT max(first) FROM met WHERE stream = ? AND walk = ?", stream_, walk_);
  context_.met = std::move(met_);
}

}  // namespace locker::store
