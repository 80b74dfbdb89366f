#include "lib/store/write/glances.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

namespace locker::store {
namespace {

constexpr std::size_t kMostTogether = 128;

/// Columns 0 to 7 of both statements below.
Glance read(Core& core, const Provenance& provenance, const Scan& row, const Observation& what) {
  const bool same = row.number(2) == 0 &&
                    row.number(3) == core.shape(core.type_row(what.type), what.shape).first &&
                    row.number(4) == what.order && row.number(5) <= to_millis(provenance.observed) &&
                    row.bytes(6) == what.raw && row.bytes(7).size() >= what.text.size();
  return {row.number(0), row.number(1), same};
}

/// JSON spells it as it is.
bool is_plain(std::string_view key) {
  return std::ranges::none_of(
      key, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' '; });
}

}  // namespace

Glance Glances::at(Core& core, const Provenance& provenance, const Observation& what) {
  auto& row = core.statement(
      "SELECT r.id, v.id, r.state, v.shape, v.ord, v.observed, v.raw, v.text"
      " FROM record r JOIN version v ON v.id = r.head WHERE r.account = ?1 AND r.type = ?2 AND r.key = ?3");
  Statements::bind_all(row, provenance.account, core.type_row(what.type).id, what.key);
  const Glance glance = row.step() ? read(core, provenance, row, what) : Glance{};
  row.reset();
  return glance;
}

const Glance& Glances::next() {
  const int changes = core_.database.sqlite().getTotalChanges();
  if (changes != changes_) {
    seen_ = next_;
    window_ = 1;
  }
  if (next_ == seen_) {
    look(window_);
    changes_ = changes;
    window_ = std::min(2 * window_, kMostTogether);
  }
  return glances_[next_++];
}

void Glances::look(std::size_t count) {
  seen_ = count > 1 ? list_keys(count) : next_;
  if (seen_ == next_) {
    glances_[seen_++] = at(core_, provenance_, observations_[next_]);
    return;
  }
  std::fill(glances_.begin() + static_cast<std::ptrdiff_t>(next_),
            glances_.begin() + static_cast<std::ptrdiff_t>(seen_), Glance{});
  auto& row = core_.statement(
      "SELECT r.id, v.id, r.state, v.shape, v.ord, v.observed, v.raw, v.text, k.key"
      " FROM json_each(?3) k CROSS JOIN record r ON r.account = ?1 AND r.type = ?2 AND r.key = k.value"
      " CROSS JOIN version v ON v.id = r.head");
  Statements::bind_all(row, provenance_.account, core_.type_row(observations_[next_].type).id, keys_);
  while (row.step()) {
    const std::size_t i = next_ + static_cast<std::size_t>(row.number(8));
    glances_[i] = read(core_, provenance_, row, observations_[i]);
  }
  row.reset();
}

/// As JSON, into keys_: of the next observations of one type. Returns where they end.
std::size_t Glances::list_keys(std::size_t count) {
  const std::size_t most = std::min(next_ + count, observations_.size());
  std::size_t end = next_;
  keys_ = "[";
  for (; end < most && observations_[end].type == observations_[next_].type; ++end) {
    const std::string& key = observations_[end].key;
    if (!is_plain(key)) break;
    keys_.append(end == next_ ? "\"" : ",\"").append(key).append("\"");
  }
  keys_ += ']';
  return end;
}

}  // namespace locker::store
