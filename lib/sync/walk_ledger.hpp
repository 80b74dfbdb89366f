#pragma once

#include <cstdint>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Books what one walk has sent, brought and cost: in the report, the budget and the progress, and in the
/// archive where an answer cannot be read.
class WalkLedger {
 public:
  /// All outlive it. `run` is the ledger's.
  WalkLedger(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
             StreamReport& report)
      : context_(context),
        stream_(stream),
        part_(part),
        run_(run),
        report_(report),
        booked_(context.service.sent()) {}

  /// Requests that were sent for this walk since they were last asked for here.
  std::int64_t unbooked_requests();
  /// After a commit of `requests` and `cost` (millionths of a dollar), with what it did to the archive.
  void committed(const PageContent& content, const store::PageResult& result, const store::ProofResult& proof,
                 std::int64_t requests, std::int64_t cost);
  /// An answer that cannot be read, at once or when it is stored, has been charged for all the same. `least`:
  /// what it held at least where its request names no size.
  void charge_unreadable(const PageQuery& query, int least);

 private:
  WalkContext& context_;
  const connector::Stream& stream_;
  const Part& part_;
  const std::int64_t run_;
  StreamReport& report_;
  std::int64_t booked_;
};

}  // namespace locker::sync
