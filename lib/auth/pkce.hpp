#pragma once

#include <string>
#include <string_view>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// Proof key for one authorization (RFC 7636): the verifier is kept, its S256 challenge is sent.
struct Pkce {
  Secret verifier;        ///< 43 characters, base64url of 32 random bytes
  std::string challenge;  ///< base64url of the verifier's SHA-256
};

[[nodiscard]] Pkce make_pkce();

/// Base64url of 32 random bytes, for `state`. Throws Error{internal} without randomness.
[[nodiscard]] std::string random_token();

/// RFC 4648 section 5, without padding.
[[nodiscard]] std::string base64url(std::string_view bytes);
/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace locker::auth
