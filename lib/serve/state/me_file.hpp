#pragma once

#include <filesystem>
#include <optional>

#include "lib/serve/state/object.hpp"

namespace locker::serve {

/// Returns the me.json of an account's folder; absent if it is missing or unreadable, which is reported
/// elsewhere.
[[nodiscard]] std::optional<Object> read_me(const std::filesystem::path& folder);

}  // namespace locker::serve
