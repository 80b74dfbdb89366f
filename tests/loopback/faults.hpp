#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "loopback/message.hpp"

namespace loopback {

/// Something that goes wrong with a request that is met.
struct Fault {
  /// Before the service is asked: `status` (that status, headers and body), `reset`, `hold` (until removed).
  /// Afterwards: `lost` (the answer is), `cut`, `stall`, `spoilt` (`body` names the kind).
  /// Any other is for the service to know.
  std::string kind = "status";
  std::string match;       ///< a part of the target; empty: every request
  std::int64_t times = 1;  ///< 0: until removed
  std::int64_t after = 0;  ///< so many matches pass first
  int status = 500;
  std::string body;
  Headers headers;
  std::uint64_t id = 0;
};

/// Members are named as those of Fault; `headers` is an object. Throws if one has another form.
[[nodiscard]] Fault fault_of(const nlohmann::json& order);

/// The faults that tests ordered. Safe to use from several threads.
class Faults {
 public:
  std::uint64_t add(Fault fault);
  void clear();
  /// The first fault due for the request, if any; counts it off.
  std::optional<Fault> take(const std::string& target);
  /// Returns when the fault is removed.
  void hold(const Fault& fault);
  /// Whether so many requests are held at the same time; waits for it.
  bool wait_held(std::int64_t most_ms, int requests = 1);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Fault> faults_;
  std::uint64_t last_id_ = 0, cleared_ = 0;  ///< faults up to `cleared_` are removed
  int holding_ = 0;
};

/// The answer of a fault that keeps the request from the service.
[[nodiscard]] std::optional<Reply> instead(const Fault& fault);
/// What a fault makes of the service's answer.
void damage(Reply& reply, const Fault& fault);

}  // namespace loopback
