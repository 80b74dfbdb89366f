#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::auth {

/// What a person chose for an account, in `Me/<account>/me.json`, which holds no secret. Other keys of
/// that file stay as they are: it is 2011's, and connectors keep things of their own there.
struct AccountSettings {
  std::string connector;
  std::optional<std::vector<std::string>> streams;  ///< absent: those that are on by default
  std::string client_id;
  std::string client_secret_file;
  std::string redirect_uri;
};

/// Absent if there is no such account. Throws Error{usage} naming the file if it cannot be understood.
[[nodiscard]] std::optional<AccountSettings> load_settings(const Home& home, std::string_view account);

void save_settings(const Home& home, std::string_view account, const connector::Descriptor& connector,
                   const AccountSettings& settings);

/// The choice of streams that `text` makes of the one so far: `a,b` replaces it, `+a,-b` changes it.
/// Throws Error{usage} with a suggestion for a stream that the connector does not have.
[[nodiscard]] std::vector<std::string> choose_streams(const connector::Descriptor& connector,
                                                      std::string_view text,
                                                      const std::optional<std::vector<std::string>>& so_far);

/// What a sign-in has to ask for, so that these streams can be read.
[[nodiscard]] std::vector<std::string> scopes_of(const connector::Descriptor& connector,
                                                 const std::optional<std::vector<std::string>>& streams);

}  // namespace locker::auth
