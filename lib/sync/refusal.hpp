#pragma once

#include "lib/base/error.hpp"
#include "lib/sync/connector.hpp"

/// What a refusal by the service means for the rest of the run.
namespace locker::sync {

/// Returns the kind of error that ends the stream, or the run.
[[nodiscard]] ErrorKind kind_of(Refusal refusal);

/// Returns true if the refusal of a follow-up means that all others would be refused too. The refusal of
/// another host (`elsewhere`) does not mean that.
[[nodiscard]] bool affects_all(Refusal refusal, bool elsewhere);

/// Returns the refusal as it applies to another host: what it means there is unknown, so it concerns that
/// response only.
[[nodiscard]] Refusal for_other_host(Refusal refusal);

}  // namespace locker::sync
