#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/ingest.hpp"
#include "lib/store/write/memberships.hpp"
#include "lib/store/write/state.hpp"
#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// The stored records of the observations, by their names.
class StoredRecords {
 public:
  void add(const Observation& observation, const Ingest::Stored& stored) {
    in_order_.push_back({observation.type, observation.key, stored});
  }

  /// Finds a record. Members nearly always come in the order of the observations. Only the first call reports
  /// a new record as new.
  std::optional<Ingest::Stored> find(const RecordName& name) {
    for (std::size_t looked = 0; looked < in_order_.size(); ++looked, ++next_) {
      if (next_ == in_order_.size()) next_ = 0;
      Entry& entry = in_order_[next_];
      if (entry.key != name.key || entry.type != name.type) continue;
      ++next_;
      return std::exchange(entry.stored, {entry.stored.record, false});
    }
    return std::nullopt;
  }

 private:
  struct Entry {
    std::string_view type, key;
    Ingest::Stored stored;
  };
  std::vector<Entry> in_order_;
  std::size_t next_ = 0;
};

/// A page's transaction and the objects that take part in it. Only for this folder.
struct Page::State {
  State(WriteContext& shared, const PageBegin& begin)
      : context(shared),
        transaction(shared.database),
        account(begin.account),
        account_name(begin.account_name),
        stream_name(begin.stream.text()),
        stream(begin.stream.name.empty() ? 0 : stream_id(shared, begin.account, begin.stream)),
        walk(begin.walk),
        settled(read_cursor(shared, stream).settled),
        run(begin.run),
        observed(begin.observed),
        now(begin.now),
        ingest(shared, {begin.account, begin.account_name, begin.source, begin.observed, begin.now}),
        memberships(walked(shared, *this, begin)) {}
  /// Discards what was not committed, including the ids of types and shapes.
  ~State() {
    if (!committed) context.types.clear();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] bool is_forgotten(const RecordName& record) {
    if (!forgotten) forgotten.emplace(context);
    return forgotten->contains(account_name, record.type, record.key);
  }

  /// Stores nothing for a forgotten member. It informs a walk as much as any other member does: below one
  /// that joined the stream after the last walk that ended properly there may be new members, below the
  /// others there are none.
  void meet_forgotten(const RecordName& member, PageResult& result) {
    ++result.counts.forgotten;
    const Forgotten::Listed listed{account_name, stream_name, member.type, member.key};
    const auto first = forgotten->first_walk(listed);
    if (!first || *first > walk) forgotten->keep_first_walk(listed, walk);
    ++(first && *first <= settled ? result.known : result.fresh);
  }

  /// A cursor with another walk number means that this walk begins with this page.
  static Memberships walked(WriteContext& context, const State& state, const PageBegin& begin) {
    const Cursor cursor = read_cursor(context, state.stream);
    return {context,    state.account,  state.stream,
            begin.walk, cursor.settled, cursor.walk == begin.walk ? cursor.met : 0,
            begin.now};
  }

  WriteContext& context;
  WriteTransaction transaction;
  std::int64_t account;
  std::string account_name, stream_name;
  std::int64_t stream;  ///< 0: none
  std::int64_t walk, settled;
  std::int64_t run;
  Instant observed, now;
  Ingest ingest;
  Memberships memberships;
  Counts counts;
  StoredRecords stored;  ///< of the last call of store()
  std::optional<Forgotten> forgotten;
  bool any_member = false;
  bool committed = false;
};

}  // namespace locker::store
