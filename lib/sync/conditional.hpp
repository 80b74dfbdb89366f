#pragma once

#include "lib/http/transport.hpp"
#include "lib/store/write/cursor.hpp"

/// Requests that ask whether something has changed (RFC 9110 section 13), and what answers them.
namespace locker::sync {

/// The same request, answered 304 where nothing has changed since `known`.
[[nodiscard]] http::Request asked_if_changed(http::Request request, const store::Validator& known);

[[nodiscard]] bool asks_if_changed(const http::Request& request);

/// True if it says that nothing has changed.
[[nodiscard]] bool is_unchanged(const http::Response& response);

/// True if it has all that was asked for.
[[nodiscard]] bool is_whole(const http::Response& response);

/// A piece in place of a page, or that nothing has changed in what was never read, would pass for all there
/// is: throws Error{malformed} for both.
void expect_asked_for(const http::Request& request, const http::Response& response);

}  // namespace locker::sync
