#pragma once

#include <optional>
#include <string_view>

#include "lib/base/error.hpp"

namespace locker::store {

/// What a run of a stream came to: it is done, was skipped since nothing was to be had, or failed with an
/// error of some kind.
class RunOutcome {
 public:
  constexpr RunOutcome() = default;
  constexpr RunOutcome(ErrorKind error) : end_(End::failed), error_(error) {}
  [[nodiscard]] static constexpr RunOutcome skipped() {
    RunOutcome outcome;
    outcome.end_ = End::skipped;
    return outcome;
  }
  constexpr bool operator==(const RunOutcome&) const = default;

  [[nodiscard]] constexpr bool is_done() const { return end_ == End::done; }
  [[nodiscard]] constexpr bool failed() const { return end_ == End::failed; }

  /// As the table of runs and JSON output spell it: `done`, `skipped`, `rate-limit`, ...
  [[nodiscard]] std::string_view name() const noexcept;
  /// What is spelled so; absent for a text that nothing is.
  [[nodiscard]] static std::optional<RunOutcome> named(std::string_view name) noexcept;

 private:
  enum class End { done, skipped, failed };
  End end_ = End::done;
  ErrorKind error_ = ErrorKind::internal;  ///< of what failed
};

}  // namespace locker::store
