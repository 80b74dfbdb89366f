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

/// What became of the observations, by their names.
class StoredRecords {
 public:
  void add(const Observation& observation, const Ingest::Stored& stored) {
    in_order_.push_back({observation.type, observation.key, stored});
  }

  /// Members nearly always come in the order of the observations. What is new is so once.
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

/// A page's transaction, and what takes part in it. Only inside the folder.
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
  /// What was not committed is undone, numbers of types and shapes too.
  ~State() {
    if (!committed) context.types.clear();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] bool is_forgotten(const RecordName& record) {
    if (!forgotten) forgotten.emplace(context);
    return forgotten->contains(account_name, record.type, record.key);
  }

  /// Nothing is stored of it. It tells a walk as much as any other member does: below one that came to the
  /// stream since the last walk that ended properly there may be what is new, below the others there is not.
  void meet_forgotten(const RecordName& member, PageResult& result) {
    ++result.counts.forgotten;
    const Forgotten::Listed listed{account_name, stream_name, member.type, member.key};
    const auto first = forgotten->first_walk(listed);
    if (!first || *first > walk) forgotten->keep_first_walk(listed, walk);
    ++(first && *first <= settled ? result.known : result.fresh);
  }

  /// A cursor that names another walk means that this one begins with this page.
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
  std::int64_t stream;  ///< 0: of none
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
