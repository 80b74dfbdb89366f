#pragma once

#include <ostream>

#include "lib/service/account.hpp"
#include "lib/service/locker_client.hpp"

namespace locker::service {

/// When core is to call which sync endpoint next. A stream that is charged is never asked for without a
/// budget.
class SyncSchedule {
 public:
  SyncSchedule(const Account& account, const LockerClient& locker, std::ostream& log)
      : account_(account), locker_(locker), log_(log) {}

  /// The first call of each stream that its person chose.
  void begin() const;
  /// The next one after a run, an interval later, give or take a tenth of it.
  void next(const connector::Stream& stream) const;

 private:
  void call(const connector::Stream& stream, std::chrono::milliseconds in) const;

  const Account& account_;
  const LockerClient& locker_;
  std::ostream& log_;
};

}  // namespace locker::service
