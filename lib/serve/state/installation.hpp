#pragma once

#include <filesystem>
#include <string>

#include "lib/base/environment.hpp"
#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/state/manifests.hpp"

namespace locker::serve {

/// A connector in a folder, ready to be installed.
struct Offer {
  std::filesystem::path folder;  ///< absolute
  std::string name;              ///< of the manifest file, without its extension
  Object manifest;               ///< with `is`
};

/// Reads the manifest of a folder, which must contain exactly one, and checks that core could run it. Throws
/// Error{usage} naming what is missing or wrong, and where.
[[nodiscard]] Offer read_offer(const std::filesystem::path& folder, const Environment& environment);

struct InstallChoice {
  std::string id;     ///< empty: the manifest's name
  bool link = false;  ///< run it from the folder instead of copying it
  Instant now{};      ///< stored as `installed`: a running server stops processes that are older
};

struct Installed {
  std::string id;
  std::filesystem::path source;  ///< where it is run from
  bool renewed = false;          ///< it was installed already: code and manifest were replaced, its data
                                 ///< remains
};

/// Installs the connector: its folder below `Connectors/`, and `Me/<id>/me.json`; if it is installed already,
/// updates it. A running server notices, schedules it and runs the new code. Throws Error{usage} if the id
/// belongs to something else.
[[nodiscard]] Installed install(const Offer& offer, const InstallChoice& choice, const Home& home,
                                const connector::Registry& connectors);

/// An installed service other than a compiled-in connector. installed_services() is ordered by folder.
struct InstalledService {
  std::string id, title, source;
  std::filesystem::path folder;  ///< its working directory
};
[[nodiscard]] std::vector<InstalledService> installed_services(const Home& home);

}  // namespace locker::serve
