#pragma once

#include "lib/base/error.hpp"
#include "lib/sync/connector.hpp"

/// What a refusal of the service means for what goes on.
namespace locker::sync {

/// What ends a stream, or the run, for it.
[[nodiscard]] ErrorKind kind_of(Refusal refusal);

/// Of a follow-up: all others would be refused alike. Of another host that says nothing.
[[nodiscard]] bool hinders_all(Refusal refusal, bool elsewhere);

/// What the service means by a refusal, nobody knows of another host: it is of that one answer alone.
[[nodiscard]] Refusal as_elsewhere(Refusal refusal);

}  // namespace locker::sync
