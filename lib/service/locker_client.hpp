#pragma once

#include <stop_token>
#include <string>

#include "lib/base/time.hpp"

namespace locker::service {

/// A connector's requests to core, named after the locker client of 2011.
class LockerClient {
 public:
  explicit LockerClient(std::stop_token stop) : stop_(std::move(stop)) {}

  /// `url` is core's URL with this process's capability; empty: there is no core.
  void set_url(std::string url, std::string account);
  /// Asks core to call `path` of this account at that time. Throws Error{network} if core does not accept.
  void call_at(const std::string& path, Instant when) const;

 private:
  const std::stop_token stop_;
  std::string url_, account_;
};

}  // namespace locker::service
