#include "lib/serve/state/removal.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/suggest.hpp"
#include "lib/serve/state/installation.hpp"
#include "lib/serve/state/listeners.hpp"
#include "lib/serve/state/schedule.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

InstalledService installed_service(const std::string& id, const Home& home,
                                   const connector::Registry& connectors) {
  if (connectors.find(id))
    throw Error(ErrorKind::usage, "\"" + id + "\" is compiled in, and cannot be taken out",
                "\"locker auth logout\" ends a sign-in, \"locker forget\" erases what is kept");
  const auto services = installed_services(home);
  const auto found = std::ranges::find(services, id, &InstalledService::id);
  if (found != services.end()) return *found;
  std::vector<std::string> ids;
  for (const auto& service : services) ids.push_back(service.id);
  throw Error(ErrorKind::usage, "no connector \"" + id + "\" was installed",
              ids.empty() ? "there is none" : suggestion_hint(id, ids));
}

/// Removes calls and listeners, unless a server runs: it has them in memory, and removes them itself.
void end_calls(const std::string& id, const Home& home, const Clock& clock) {
  if (FileLock::is_held(home.root() / "serve.lock")) return;
  if (fs::exists(home.schedule())) {
    Schedule schedule(home.schedule(), clock, [] { return 0.0; });
    schedule.remove_all(id);
  }
  if (const auto file = home.root() / "Me" / "listeners.json"; fs::exists(file)) {
    Listeners listeners(file);
    for (const auto& one : listeners.all())
      if (one.service == id) (void)listeners.remove(one.type, one.service, one.callback);
  }
}

}  // namespace

Removed remove_installed(const std::string& id, const Home& home, const connector::Registry& connectors,
                         const Clock& clock) {
  const auto service = installed_service(id, home, connectors);
  Removed removed{service.title, service.folder};
  fs::remove(service.folder / "me.json");  // from now on it is not installed
  if (service.source == "Connectors/" + id) fs::remove_all(home.root() / service.source);
  if (fs::is_empty(service.folder)) {
    fs::remove(service.folder);
    removed.kept.reset();
  }
  fs::last_write_time(home.root(), fs::file_time_type::clock::now());  // a server watches this folder
  end_calls(id, home, clock);
  return removed;
}

}  // namespace locker::serve
