#pragma once

#include <string>
#include <string_view>

namespace sandbox {

// Returns base64url(sha256(verifier)) without padding: RFC 7636, section 4.2.
std::string s256_challenge(std::string_view verifier);
// True for 43 to 128 unreserved characters.
bool is_code_verifier(std::string_view text);
std::string random_token(int bytes);
// Returns an empty string for invalid base64.
std::string base64_decoded(std::string_view text);

}  // namespace sandbox
