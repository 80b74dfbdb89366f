#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::github {

/// GitHub's sign-in methods.
[[nodiscard]] connector::SignIn sign_in();

/// Returns the token of `host` in gh's `hosts.yml`: the one directly below the host, which belongs to gh's
/// active user. Absent if there is none, as when gh stores it in the system's keyring.
[[nodiscard]] std::optional<std::string> token_in_hosts(std::string_view text, std::string_view host);

}  // namespace locker::connectors::github
