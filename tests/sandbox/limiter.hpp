#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sandbox/http_call.hpp"

namespace sandbox {

// Fixed windows per endpoint and grant, as reported in the x-rate-limit headers.
class Limiter {
 public:
  Limiter(bool enforced, std::int64_t window_seconds) : enforced_(enforced), window_(window_seconds) {}

  struct State {
    bool allowed;
    int limit, remaining;
    std::int64_t reset;
  };
  // Counts one request.
  State take(const std::string& key, int limit, std::int64_t now_s);
  std::int64_t window() const { return window_; }
  void enforce(bool on) { enforced_ = on; }

  static std::vector<std::pair<std::string, std::string>> headers(const State& state);

 private:
  struct Count {
    std::int64_t reset = 0;
    int used = 0;
  };
  bool enforced_;
  std::int64_t window_;
  std::map<std::string, Count> counts_;
};

}  // namespace sandbox
