#pragma once

#include <optional>
#include <string_view>

#include "lib/base/error.hpp"

namespace locker::store {

/// The result of a stream's run: done, skipped because there was nothing to fetch, or failed with an error of
/// some kind.
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

  /// Returns the spelling used in the table of runs and in JSON output: `done`, `skipped`, `rate-limit`, ...
  [[nodiscard]] std::string_view name() const noexcept;
  /// Returns the outcome with that spelling; absent if there is none.
  [[nodiscard]] static std::optional<RunOutcome> named(std::string_view name) noexcept;

 private:
  enum class End { done, skipped, failed };
  End end_ = End::done;
  ErrorKind error_ = ErrorKind::internal;  ///< if it failed
};

}  // namespace locker::store
