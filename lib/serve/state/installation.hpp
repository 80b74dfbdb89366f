#pragma once

#include <filesystem>
#include <string>

#include "lib/base/environment.hpp"
#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/state/manifests.hpp"

namespace locker::serve {

/// A connector in a folder, as it can be put into a locker.
struct Offer {
  std::filesystem::path folder;  ///< absolute
  std::string name;              ///< of the manifest file, without its ending
  Object manifest;               ///< with `is`
};

/// Reads the one manifest of a folder and checks that core could run it. Throws Error{usage} that says
/// what is missing or wrong, and where.
[[nodiscard]] Offer read_offer(const std::filesystem::path& folder, const Environment& environment);

struct InstallChoice {
  std::string id;     ///< empty: the manifest's name
  bool link = false;  ///< the folder stays where it is, and is run from there
  Instant now{};      ///< kept as `installed`: a server that runs stops what is older
};

struct Installed {
  std::string id;
  std::filesystem::path source;  ///< where it is run from
  bool renewed = false;          ///< it was there: its code and manifest are the new ones, its data stays
};

/// Puts it into the locker: its folder below `Connectors/`, and `Me/<id>/me.json`. The same once more
/// renews it. A server that runs notices: it runs the schedule, and the new code. Throws Error{usage} where
/// the id belongs to something else.
[[nodiscard]] Installed install(const Offer& offer, const InstallChoice& choice, const Home& home,
                                const connector::Registry& connectors);

/// What is installed beside the compiled-in connectors, by folder.
struct InstalledService {
  std::string id, title, source;
  std::filesystem::path folder;  ///< its working directory
};
[[nodiscard]] std::vector<InstalledService> installed_services(const Home& home);

}  // namespace locker::serve
