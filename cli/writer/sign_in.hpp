#pragma once

#include "cli/context.hpp"
#include "cli/writer/way_in.hpp"

/// The ways to a token, as a person goes them.
namespace locker::cli {

/// Leads the person through the service's consent page and trades the code for a token (RFC 6749 section
/// 4.1 with RFC 7636). Throws Error{sign_in} for a refusal, a foreign or late answer; Error{internal} for a
/// taken port.
[[nodiscard]] auth::Token sign_in_by_consent(const SignInRequest& request, Context& context);

/// Shows the code to enter on a page of the service, opens the page, and waits (RFC 8628).
[[nodiscard]] auth::Token sign_in_by_device(const SignInRequest& request, Context& context);

/// A token that was made elsewhere, from `context.in`: the token itself, or the JSON of a token answer.
[[nodiscard]] auth::Token take_pasted_token(const SignInRequest& request, Context& context);

/// The token that another program of this person has.
[[nodiscard]] auth::Token take_borrowed_token(const SignInRequest& request, Context& context);

}  // namespace locker::cli
