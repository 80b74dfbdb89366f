#pragma once

#include <string>

#include "lib/store/write/ingest.hpp"
#include "lib/store/write/memberships.hpp"
#include "lib/store/write/state.hpp"
#include "lib/store/write/turn.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// A page's transaction, and what takes part in it. Only inside the folder.
struct Page::State {
  State(Core& shared, const PageBegin& begin)
      : core(shared),
        turn(shared.database),
        account(begin.account),
        account_name(begin.account_name),
        stream(begin.stream.name.empty() ? 0 : stream_id(shared, begin.account, begin.stream)),
        run(begin.run),
        observed(begin.observed),
        now(begin.now),
        ingest(shared, {begin.account, begin.account_name, begin.source, begin.observed, begin.now}),
        memberships(walked(shared, *this, begin)) {}

  /// A cursor that names another walk means that this one begins with this page.
  static Memberships walked(Core& core, const State& state, const PageBegin& begin) {
    const Cursor cursor = read_cursor(core, state.stream);
    return {core,       state.account,  state.stream,
            begin.walk, cursor.settled, cursor.walk == begin.walk ? cursor.met : 0,
            begin.now};
  }

  Core& core;
  Turn turn;
  std::int64_t account;
  std::string account_name;
  std::int64_t stream;  ///< 0: of none
  std::int64_t run;
  Instant observed, now;
  Ingest ingest;
  Memberships memberships;
  Counts counts;
  bool any_member = false;
};

}  // namespace locker::store
