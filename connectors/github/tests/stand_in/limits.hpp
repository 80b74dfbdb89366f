#pragma once

#include <string>

#include "model.hpp"
#include "request.hpp"

namespace github_stand_in {

/// A rate limit: a number of requests per window of time.
class Limit {
 public:
  Limit(std::string name, std::int64_t most, Time window)
      : name_(std::move(name)), most_(most), window_(window) {}

  void set(std::int64_t most) { most_ = most; }
  /// Sets the requests remaining in the current window.
  void leave(std::int64_t remaining, Time now);
  [[nodiscard]] bool used_up(Time now);
  void count(Time now);
  void tell(loopback::Headers& headers, Time now);

 private:
  void renew(Time now);

  std::string name_;
  std::int64_t most_, used_ = 0;
  Time window_, reset_ = 0;
};

}  // namespace github_stand_in
