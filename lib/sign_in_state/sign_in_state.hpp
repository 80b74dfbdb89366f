#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/home.hpp"
#include "lib/base/time.hpp"

namespace locker::auth {

/// A sign-in that has ended: its tokens are unusable, and the user has to sign in again.
struct EndedSignIn {
  Instant time;
  std::string reason;
};

/// Stored as "ended" in auth.json, from the service's permanent refusal of the refresh token to the next
/// sign-in.
[[nodiscard]] std::optional<EndedSignIn> ended_in(const nlohmann::json& document);
void add_ended(nlohmann::json& document, const EndedSignIn& ended);

/// The state of an account's sign-in according to its auth.json, without a request.
struct SignInState {
  bool signed_in = false;            ///< there is a token that is valid or can be refreshed
  std::optional<EndedSignIn> ended;  ///< there is a token that is neither
};

[[nodiscard]] SignInState sign_in_state(const Home& home, std::string_view account, Instant now);

}  // namespace locker::auth
