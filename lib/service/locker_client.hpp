#pragma once

#include <stop_token>
#include <string>

#include "lib/base/time.hpp"

namespace locker::service {

/// What a connector asks of core: 2011's locker client.
class LockerClient {
 public:
  explicit LockerClient(std::stop_token stop) : stop_(std::move(stop)) {}

  /// `url` is core with this process's capability in it; empty: there is no core.
  void set_url(std::string url, std::string account);
  /// Has core call `path` of this account at that time. Throws Error{network} if core does not take it.
  void call_at(const std::string& path, Instant when) const;

 private:
  const std::stop_token stop_;
  std::string url_, account_;
};

}  // namespace locker::service
