#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// What a person is sent to the service with (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
struct Authorization {
  std::string authorize_url, client_id, redirect_uri;
  std::vector<std::string> scopes;
  std::string state;
  std::string challenge;  ///< S256
};

[[nodiscard]] std::string address_of(const Authorization& authorization);

/// The code in what came back: the query of the redirect. Throws Error{sign_in} if the state is not
/// ours, if access was denied, or if there is no code.
[[nodiscard]] Secret code_of_redirect(std::string_view query, std::string_view state);

/// The same of what a person pasted: the redirected address, its query, or the bare code.
[[nodiscard]] Secret code_of_paste(std::string_view text, std::string_view state);

}  // namespace locker::auth
