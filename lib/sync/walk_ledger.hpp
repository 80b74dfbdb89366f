#pragma once

#include <cstdint>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Books the requests, results and costs of one walk: in the report, the budget and the progress, and in the
/// archive if a response cannot be parsed.
class WalkLedger {
 public:
  /// All arguments must outlive this object. `run`: the run's number in the ledger.
  WalkLedger(WalkContext& context, const connector::Stream& stream, const Part& part, std::int64_t run,
             StreamReport& report)
      : context_(context),
        stream_(stream),
        part_(part),
        run_(run),
        report_(report),
        booked_(context.service.sent()) {}

  /// Returns the number of requests sent for this walk since the last call.
  std::int64_t unbooked_requests();
  /// Books a commit with its `requests` and `cost` (millionths of a dollar) and what it changed.
  void committed(const PageContent& content, const store::PageResult& result, const store::ProofResult& proof,
                 std::int64_t requests, std::int64_t cost);
  /// Books a response that could not be parsed, since it was charged all the same. `least`: the least number
  /// of elements that it held if the request has no page size.
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
