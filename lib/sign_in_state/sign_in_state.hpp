#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/home.hpp"
#include "lib/base/time.hpp"

namespace locker::auth {

/// A sign-in of which nothing can be used any more, so that its person has to sign in again.
struct EndedSignIn {
  Instant time;
  std::string reason;
};

/// Below "ended" in auth.json, from when the service refused the refresh token for good until the next
/// sign-in.
[[nodiscard]] std::optional<EndedSignIn> ended_in(const nlohmann::json& document);
void add_ended(nlohmann::json& document, const EndedSignIn& ended);

/// How an account's sign-in stands, by what lies in its auth.json: nobody is asked.
struct SignInState {
  bool signed_in = false;            ///< a token is there that can be used, or refreshed
  std::optional<EndedSignIn> ended;  ///< a token is there, and cannot
};

[[nodiscard]] SignInState sign_in_state(const Home& home, std::string_view account, Instant now);

}  // namespace locker::auth
