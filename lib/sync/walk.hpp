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

namespace locker::sync {

/// What all walks of an account's run share.
struct WalkContext {
  std::string account;
  ApiClient& service;
  store::Writer& writer;
  Clock& clock;
  Budget& budget;
  Progress& progress;
  WalkOptions options;
  std::stop_token stop;
  /// Whether the service allows it now, as it said when it was asked before.
  std::function<bool(const store::StreamName&)> may_ask{};
  /// Told after a walk that ended properly how long the service wants nobody to ask again.
  std::function<void(const store::StreamName&, std::chrono::seconds)> wants_a_pause{};
  std::function<void()> look_ahead{};  ///< called before each page is waited for
};

/// What is walked: a stream, or one part of it.
struct Part {
  store::StreamName name;
  PartFacts facts{};  ///< where it is a member of another stream
};

/// Has the first page that a walk of it would ask for now sent already, if fewer than `most` answers wait to
/// be taken; false if not.
bool expect_first_page(WalkContext& context, const connector::Stream& stream, const Part& part,
                       std::size_t most);

/// Walks one stream, or one part of it, as often as it takes: a walk that was cut goes on, what is
/// newer is fetched after it, and what only an unbroken walk can prove is walked once more. Each
/// page is one transaction with the cursor that follows it, so that it may end at any point.
///
/// `report` counts what was committed, also where an Error ends it: guard (removals kept back),
/// malformed (nothing of that page stored), payment (does not fit the budget), and what the
/// transport throws. `run` is the ledger's.
void walk_stream(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
                 StreamReport& report);

}  // namespace locker::sync
