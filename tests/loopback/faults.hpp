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

/// A fault of a matching request.
struct Fault {
  /// Before the service is called: `status` (respond with that status, headers and body), `reset`, `hold`
  /// (until removed). Afterwards: `lost` (reset instead of the response), `cut`, `stall`, `spoilt` (`body` is
  /// the kind of corruption). Other kinds are interpreted by the service.
  std::string kind = "status";
  std::string match;       ///< substring of the target; empty: every request
  std::int64_t times = 1;  ///< 0: until removed
  std::int64_t after = 0;  ///< matches that pass before the first fault
  int status = 500;
  std::string body;
  Headers headers;
  std::uint64_t id = 0;
};

/// Parses a fault. Members have the names of those of Fault; `headers` is an object. Throws for invalid
/// types.
[[nodiscard]] Fault fault_of(const nlohmann::json& order);

/// The faults set by tests. Thread-safe.
class Faults {
 public:
  std::uint64_t add(Fault fault);
  void clear();
  /// Returns the first fault due for the request, if any, and counts it.
  std::optional<Fault> take(const std::string& target);
  /// Returns when the fault is removed.
  void hold(const Fault& fault);
  /// Waits until that many requests are held at the same time; false after `most_ms`.
  bool wait_held(std::int64_t most_ms, int requests = 1);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Fault> faults_;
  std::uint64_t last_id_ = 0, cleared_ = 0;  ///< faults up to `cleared_` are removed
  int holding_ = 0;
};

/// Returns the response of a fault that replaces the call of the service.
[[nodiscard]] std::optional<Reply> instead(const Fault& fault);
/// Applies a fault to the service's response.
void damage(Reply& reply, const Fault& fault);

}  // namespace loopback
