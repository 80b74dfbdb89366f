#pragma once

#include <ostream>

#include "lib/service/account.hpp"
#include "lib/service/locker_client.hpp"

namespace locker::service {

/// Schedules the next calls of the sync endpoints with core. A charged stream is never scheduled without a
/// budget.
class SyncSchedule {
 public:
  SyncSchedule(const Account& account, const LockerClient& locker, std::ostream& log)
      : account_(account), locker_(locker), log_(log) {}

  /// Schedules the first call of each stream that the user chose.
  void begin() const;
  /// Schedules the call after a run: one interval later, plus or minus a tenth.
  void next(const connector::Stream& stream) const;

 private:
  void call(const connector::Stream& stream, std::chrono::milliseconds in) const;

  const Account& account_;
  const LockerClient& locker_;
  std::ostream& log_;
};

}  // namespace locker::service
