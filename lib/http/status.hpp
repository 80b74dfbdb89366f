#pragma once

namespace locker::http {

/// The status of a response that refuses a request because of a rate limit (RFC 6585 section 4).
inline constexpr int kTooManyRequests = 429;

}  // namespace locker::http
