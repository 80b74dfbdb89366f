#pragma once

#include <string>

#include "lib/auth/token.hpp"
#include "lib/base/error.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/service/sign_in_pages.hpp"

namespace locker::service {

/// What a person typed into the form at `/auth`.
struct FilledForm {
  auth::Client client;
  std::string budget;   ///< empty: not said
  std::string trouble;  ///< what is wrong with it; empty: nothing
};

/// The form that begins every sign-in: what to do at the service, and fields for the app's id, its secret,
/// and what reading may cost. No field ever comes back filled. `trouble` stands above it, with 400;
/// `goes_to` is an origin to which it leads on, empty: none.
void show_form(http::Exchange& exchange, const SignInTools& tools, const std::string& trouble,
               const std::string& goes_to);

/// What came of it, from the body of a POST.
[[nodiscard]] FilledForm read_form(http::Exchange& exchange);

/// What failed and what to do, in one line.
[[nodiscard]] std::string in_words(const Error& error);

}  // namespace locker::service
