#pragma once

#include <string>
#include <string_view>

namespace locker::connector {

/// Returns the command that signs an account in: `locker auth twitter`, with `--account` if the account is
/// not named like its connector.
[[nodiscard]] std::string auth_command(std::string_view connector, std::string_view account);

}  // namespace locker::connector
