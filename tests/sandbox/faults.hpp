#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

enum class FaultKind {
  reset,
  lost_answer,
  delay,
  cut,
  garbage,
  half,
  status,
  duplicate_page,
  repeat_cursor,
  first_cursor,
  to_and_fro,
  endless,
  refuse_token,
  expire_token,
  empty_page,
  short_page,
  rate_limit,
  usage_cap,
  credits,
  not_enrolled,
  missing_scope,
  hang
};

struct Fault {
  FaultKind kind = FaultKind::status;
  std::string match;  // substring of the path or of the endpoint's pattern; empty: every request
  std::string body;   // for `status`, instead of X's
  int status = 503;
  std::int64_t times = 1;  // 0: until removed
  std::int64_t after = 0;  // matches that pass before the first fault
  std::int64_t delay_ms = 0, reset_in = 0;
  std::uint64_t id = 0;
};

// The faults set by tests. Thread-safe.
class Faults {
 public:
  // Throws std::invalid_argument for an unknown kind.
  std::uint64_t add(const nlohmann::json& order);
  void clear();
  // Returns the first fault due for the request, if any, and counts it.
  std::optional<Fault> take(const std::string& path, const std::string& pattern, bool has_page_token);
  // Returns when the fault is removed or the service stops.
  void hold(const Fault& fault);
  // Returns after the fault's delay, or immediately when the service stops.
  void delay(const Fault& fault);
  void stop();
  // Returns the number of requests that hang; waits for the first one if there is none.
  std::size_t wait_holding(std::int64_t most_ms);

 private:
  bool standing(std::uint64_t id) const;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Fault> faults_;
  std::vector<std::uint64_t> held_;
  std::uint64_t last_id_ = 0;
  std::size_t holding_ = 0;
  bool stopped_ = false;
};

}  // namespace sandbox
