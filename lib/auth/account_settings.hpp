#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::auth {

/// The user's choices for an account, in `Me/<account>/me.json`, which contains no secret. Other keys of that
/// file are preserved: its format is that of 2011, and connectors store keys of their own there.
struct AccountSettings {
  std::string connector;
  std::optional<std::vector<std::string>> streams;  ///< absent: the defaults
  std::string client_id;
  std::string client_secret_file;
  std::string redirect_uri;
};

/// Returns absent if there is no such account. Throws Error{usage} naming the file if it is malformed.
[[nodiscard]] std::optional<AccountSettings> load_settings(const Home& home, std::string_view account);

void save_settings(const Home& home, std::string_view account, const connector::Descriptor& connector,
                   const AccountSettings& settings);

/// Applies the user's `text` to the choice of streams so far: `a,b` replaces it, `+a,-b` changes it.
/// Throws Error{usage} with a suggestion for a stream that the connector does not have.
[[nodiscard]] std::vector<std::string> choose_streams(const connector::Descriptor& connector,
                                                      std::string_view text,
                                                      const std::optional<std::vector<std::string>>& so_far);

/// True if a choice of streams contains this one; without a choice, the defaults are chosen.
[[nodiscard]] bool is_chosen(const connector::Stream& stream,
                             const std::optional<std::vector<std::string>>& choice);

/// Returns the scopes without which streams of the choice cannot be read.
[[nodiscard]] std::vector<std::string> needed_scopes(const connector::Descriptor& connector,
                                                     const std::optional<std::vector<std::string>>& choice);

/// Returns the scopes that a sign-in must request to read these streams.
[[nodiscard]] std::vector<std::string> scopes_of(const connector::Descriptor& connector,
                                                 const std::optional<std::vector<std::string>>& streams);

}  // namespace locker::auth
