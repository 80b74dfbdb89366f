#include "lib/service/joined_streams.hpp"

#include <unordered_set>
#include <vector>

#include "lib/rows/cell.hpp"
#include "lib/rows/field.hpp"
#include "lib/service/row_stream.hpp"
#include "lib/service/selection.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/query.hpp"

namespace locker::service {
namespace {

using Records = std::unordered_set<std::int64_t>;

class Join {
 public:
  Join(const Account& account, const JoinedStreams& joined)
      : account_(account), joined_(joined), database_(store::Database::open_for_reading(account.home())) {
    for (const auto& part : joined.parts) members_.push_back(members_of(part));
  }

  void write(RowStream& out) {
    for (std::size_t at = 0; at < joined_.parts.size() && out.wants_rows(); ++at)
      each(joined_.parts[at], {.json = true, .raw = false}, [&](const store::QueryRow& row) {
        if (!is_in_earlier(at, row.record)) out.row(spelled(row));
      });
  }

 private:
  template <class Take>
  void each(const JoinedStreams::Part& part, store::RowParts parts, const Take& take) {
    store::QueryFilter filter;
    filter.sources = {account_.id()};
    filter.streams = {std::string(part.stream)};
    filter.parts = parts;
    store::query(database_, account_.registry(), filter, [&](const store::QueryRow& row) {
      take(row);
      return true;
    });
  }

  Records members_of(const JoinedStreams::Part& part) {
    Records records;
    each(part, {.json = false, .raw = false},
         [&](const store::QueryRow& row) { records.insert(row.record); });
    return records;
  }

  [[nodiscard]] bool is_in_earlier(std::size_t at, std::int64_t record) const {
    for (std::size_t earlier = 0; earlier < at; ++earlier)
      if (members_[earlier].contains(record)) return true;
    return false;
  }

  /// Returns the object as stored, with the additional members appended.
  [[nodiscard]] std::string spelled(const store::QueryRow& row) const {
    std::string text = store::in_one_line(row.json);
    text.resize(text.rfind('}'));
    const auto add = [&](std::string_view name, const rows::Cell& value) {
      if (text.size() > 1) text += ',';
      rows::append_json_string(text, name);
      text += ':';
      rows::append_json(text, value);
    };
    for (const auto& [name, field] : joined_.renamed) add(name, rows::json_field(row.json, field, row.facts));
    for (std::size_t i = 0; i < members_.size(); ++i)
      add(joined_.parts[i].flag, members_[i].contains(row.record));
    return text + "}";
  }

  const Account& account_;
  const JoinedStreams& joined_;
  const store::Database database_;
  std::vector<Records> members_;  ///< one set for each part
};

}  // namespace

void join_streams(http::Exchange& exchange, const Account& account, const JoinedStreams& joined) {
  RowStream out(exchange, wants_lines(exchange));
  if (account.home().exists() && out.wants_rows()) Join(account, joined).write(out);
  out.end();
}

}  // namespace locker::service
