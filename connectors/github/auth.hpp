#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/connector/sign_in.hpp"

namespace locker::connectors::github {

/// GitHub's sign-in methods.
[[nodiscard]] connector::SignIn sign_in();

/// Returns the web address that belongs to an API: that of github.com, of a subdomain of ghe.com (data
/// residency), or of an Enterprise Server, whose API is at `https://HOST/api/v3`. Absent for any other.
[[nodiscard]] std::optional<std::string> web_of_api(std::string_view api_base);

/// Returns the token of `host` in gh's `hosts.yml`: the one directly below the host, which belongs to gh's
/// active user. Absent if there is none, as when gh stores it in the system's keyring.
[[nodiscard]] std::optional<std::string> token_in_hosts(std::string_view text, std::string_view host);

}  // namespace locker::connectors::github
