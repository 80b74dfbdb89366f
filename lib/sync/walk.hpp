#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

#include "lib/base/clock.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/budget.hpp"
#include "lib/sync/plan.hpp"
#include "lib/sync/progress.hpp"
#include "lib/sync/refused_bounds.hpp"

namespace locker::sync {

/// Shared by all walks of an account's run.
struct WalkContext {
  std::string account;
  ApiClient& service;
  store::Writer& writer;
  Clock& clock;
  Budget& budget;
  RefusedBounds& refused_bounds;
  Progress& progress;
  WalkOptions options;
  std::stop_token stop;
  /// Whether the service allows requests for the stream now, according to earlier responses.
  std::function<bool(const store::StreamName&)> may_ask{};
  /// Called after a completed walk with the pause that the service requested (X-Poll-Interval).
  std::function<void(const store::StreamName&, std::chrono::seconds)> on_pause_requested{};
  std::function<void()> prefetch_ahead{};  ///< called before each wait for a page
};

/// The subject of a walk: a stream, or one part of it.
struct Part {
  store::StreamName name;
  PartFacts facts{};  ///< if the part is a member of another stream
};

/// Prefetches the first page that a walk would request now, unless `most` responses are waiting already.
/// Returns whether it was sent.
bool prefetch_first_page(WalkContext& context, const connector::Stream& stream, const Part& part,
                         std::size_t most);

/// Walks one stream, or one part of it, in as many passes as needed: resumes an interrupted walk, fetches
/// what is newer, and walks once more where only an unbroken walk proves something. Each page is committed
/// in one transaction with the cursor after it, so a walk may end at any point.
///
/// `report` counts what was committed, even if an Error is thrown: guard (removals held back), malformed
/// (nothing of that page is stored), payment (does not fit the budget), or what the transport throws. `run`
/// is the run's number in the ledger.
void walk_stream(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
                 StreamReport& report);

}  // namespace locker::sync
