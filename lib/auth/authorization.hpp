#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
struct Authorization {
  std::string authorize_url, client_id, redirect_uri;
  std::vector<std::string> scopes;
  std::string state;
  std::string challenge;  ///< S256
};

[[nodiscard]] std::string address_of(const Authorization& authorization);

/// Returns the code in the query of the redirect. Throws Error{sign_in} if the state does not match, if
/// access was denied, or if there is no code.
[[nodiscard]] Secret code_of_redirect(std::string_view query, std::string_view state);

/// The same for text pasted by the user: the redirected URL, its query, or the bare code.
[[nodiscard]] Secret code_of_paste(std::string_view text, std::string_view state);

}  // namespace locker::auth
