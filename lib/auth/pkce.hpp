#pragma once

#include <string>
#include <string_view>

#include "lib/base/secret.hpp"

namespace locker::auth {

/// The proof key of one authorization (RFC 7636): the S256 challenge is sent first, the verifier with the
/// code.
struct Pkce {
  Secret verifier;        ///< 43 characters, base64url of 32 random bytes
  std::string challenge;  ///< base64url of the verifier's SHA-256
};

[[nodiscard]] Pkce make_pkce();

/// Returns 32 random bytes in base64url, for `state`. Throws Error{internal} if the system has no randomness.
[[nodiscard]] std::string random_token();

/// Encodes as base64url (RFC 4648 section 5), without padding.
[[nodiscard]] std::string base64url(std::string_view bytes);
/// Encodes as base64 (RFC 4648 section 4), with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace locker::auth
