#pragma once

#include <string>

#include "lib/auth/token.hpp"
#include "lib/base/error.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/service/sign_in_pages.hpp"

namespace locker::service {

/// The values submitted with the form at `/auth`.
struct FilledForm {
  auth::Client client;
  std::string budget;   ///< empty: not given
  std::string trouble;  ///< the validation error; empty: none
};

/// Shows the form that begins every sign-in: instructions, and fields for the app's id, its secret and the
/// budget. The fields are never prefilled with submitted values. `trouble` is shown above the form, with
/// status 400; `goes_to` is the origin to which submitting it redirects, empty: none.
void show_form(http::Exchange& exchange, const SignInTools& tools, const std::string& trouble,
               const std::string& goes_to);

/// Parses the submitted form, the body of a POST.
[[nodiscard]] FilledForm read_form(http::Exchange& exchange);

/// Returns the error message and the hint in one line.
[[nodiscard]] std::string in_words(const Error& error);

}  // namespace locker::service
