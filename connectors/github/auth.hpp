#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::github {

/// How one signs in to GitHub.
[[nodiscard]] connector::SignIn sign_in();

/// The token of `host` in gh's `hosts.yml`: the one that stands directly below the host, which is that of
/// the person whom gh uses now; else none, as where gh keeps it in the system's keyring.
[[nodiscard]] std::optional<std::string> token_in_hosts(std::string_view text, std::string_view host);

}  // namespace locker::connectors::github
