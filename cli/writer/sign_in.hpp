#pragma once

#include "cli/context.hpp"
#include "cli/writer/sign_in_method.hpp"

/// The interactive sign-in methods.
namespace locker::cli {

/// Opens the service's consent page and exchanges the code for a token (RFC 6749 section 4.1 with RFC 7636).
/// Throws Error{sign_in} for a refusal, a wrong state or a timeout; Error{internal} if the port is in use.
[[nodiscard]] auth::Token sign_in_by_consent(const SignInRequest& request, Context& context);

/// Shows the code to enter on a page of the service, opens that page, and waits (RFC 8628).
[[nodiscard]] auth::Token sign_in_by_device(const SignInRequest& request, Context& context);

/// Reads a token from `context.in`: the bare token, or a token response in JSON.
[[nodiscard]] auth::Token take_pasted_token(const SignInRequest& request, Context& context);

/// Takes the token of another program on this machine.
[[nodiscard]] auth::Token take_borrowed_token(const SignInRequest& request, Context& context);

}  // namespace locker::cli
