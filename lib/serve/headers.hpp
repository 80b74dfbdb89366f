#pragma once

namespace locker::serve {

/// Names the service whose capability a request came with, to the one that is asked. Without it a person or
/// the schedule asks.
inline constexpr char kCallerHeader[] = "Locker-Service";

/// Holds the key that core gave a service's process, with whatever it asks of it: nobody else knows it.
inline constexpr char kKeyHeader[] = "Locker-Key";

}  // namespace locker::serve
