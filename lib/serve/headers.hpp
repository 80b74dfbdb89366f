#pragma once

namespace locker::serve {

/// Names, in a request to a service, the service that sent it, by the capability used. Absent if the request
/// is from a user or the schedule.
inline constexpr char kCallerHeader[] = "Locker-Service";

/// Contains the key that core gave to the service's process; sent with all of core's requests to it, and
/// known to nobody else.
inline constexpr char kKeyHeader[] = "Locker-Key";

}  // namespace locker::serve
