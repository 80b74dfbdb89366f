#include "lib/store/run_outcome.hpp"

namespace locker::store {
namespace {

constexpr std::string_view kDone = "done", kSkipped = "skipped";

}  // namespace

std::string_view RunOutcome::name() const noexcept {
  if (end_ == End::failed) return name_of(error_);
  return is_done() ? kDone : kSkipped;
}

std::optional<RunOutcome> RunOutcome::named(std::string_view name) noexcept {
  if (name == kDone) return RunOutcome();
  if (name == kSkipped) return skipped();
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::interrupted); ++kind)
    if (name == name_of(static_cast<ErrorKind>(kind))) return RunOutcome(static_cast<ErrorKind>(kind));
  return std::nullopt;
}

}  // namespace locker::store
