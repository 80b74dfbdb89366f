#pragma once

#include <string>
#include <string_view>

namespace locker::sync {

/// `locker auth twitter`, with `--account` where the account is not named like its connector.
[[nodiscard]] std::string auth_command(std::string_view connector, std::string_view account);

}  // namespace locker::sync
