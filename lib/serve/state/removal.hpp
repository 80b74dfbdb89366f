#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::serve {

struct Removed {
  std::string title;
  std::optional<std::filesystem::path> kept;  ///< the folder with its own data, if any is left
};

/// Uninstalls a connector: removes its copy below `Connectors/`, its manifest, its scheduled calls and its
/// listeners. What it published stays in the archive, and its own data in `Me/<id>/`. A running server
/// notices. Throws Error{usage} for a compiled-in connector or an unknown id.
[[nodiscard]] Removed remove_installed(const std::string& id, const Home& home,
                                       const connector::Registry& connectors, const Clock& clock);

}  // namespace locker::serve
