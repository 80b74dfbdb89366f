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
  std::optional<std::filesystem::path> kept;  ///< where what it kept for itself still lies
};

/// Takes an installed connector out of the locker: its copy below `Connectors/`, its manifest, its calls and
/// what it listens to. What it published stays in the archive, and what it kept stays in `Me/<id>/`. A server
/// that runs notices. Throws Error{usage} for what is compiled in, and for what is not there.
[[nodiscard]] Removed remove_installed(const std::string& id, const Home& home,
                                       const connector::Registry& connectors, const Clock& clock);

}  // namespace locker::serve
