#pragma once

#include "lib/http/transport.hpp"
#include "lib/store/write/cursor.hpp"

/// Conditional requests (RFC 9110 section 13) and the responses to them.
namespace locker::sync {

/// Returns the request with preconditions: the service responds 304 if nothing has changed since `known`.
[[nodiscard]] http::Request make_conditional(http::Request request, const store::Validator& known);

[[nodiscard]] bool is_conditional_request(const http::Request& request);

/// Returns true if nothing has changed.
[[nodiscard]] bool is_unchanged(const http::Response& response);

/// Returns true if the response has everything that was requested.
[[nodiscard]] bool is_whole(const http::Response& response);

/// Throws Error{malformed} for a partial response in place of a page, and for 304 to an unconditional
/// request: either would pass for all there is.
void require_matching_response(const http::Request& request, const http::Response& response);

}  // namespace locker::sync
