#include "lib/service/routes.hpp"

#include <algorithm>

namespace locker::service {
namespace {

class Routes {
 public:
  explicit Routes(std::string connector) : connector_(std::move(connector)) {}

  /// Adds a route. Of equal paths the first counts, as it does for a request.
  void add(std::string_view path, const char* form, std::string summary) {
    if (std::ranges::find(all_, path, &serve::ServiceRoute::path) == all_.end())
      all_.push_back({connector_, std::string(path), form, std::move(summary)});
  }
  [[nodiscard]] std::vector<serve::ServiceRoute> take() { return std::move(all_); }

 private:
  const std::string connector_;
  std::vector<serve::ServiceRoute> all_;
};

std::string quoted(std::string_view stream) { return "\"" + std::string(stream) + "\""; }

void add_data(Routes& routes, const DataNames& own) {
  for (const auto& [path, stream] : own.streams)
    routes.add(path, "stream", "What is there now of " + quoted(stream) + ", newest first");
  for (const auto& joined : own.joined) {
    std::string streams;
    for (const auto& part : joined.parts) streams += (streams.empty() ? "" : " and ") + quoted(part.stream);
    routes.add(joined.path, "joined", "What is there now of " + streams + ", each object once");
  }
}

void add_sign_in(Routes& routes, const connector::SignIn& ways) {
  routes.add("/auth", "auth", "The beginning of sign-in, until that is complete");
  if (!ways.device_flow && !ways.authorization_code) return;
  routes.add("/saveAuth", "saveAuth", "What was filled in there");
  if (!ways.device_flow) routes.add("/authComplete", "authComplete", "Where the service leads back to");
}

void add_syncs(Routes& routes, const connector::Descriptor& connector, const SyncNames* own) {
  const auto add = [&](std::string_view path, std::string_view stream) {
    routes.add(path, "sync", "Read what is new of " + quoted(stream) + " from the service, once signed in");
  };
  if (own)
    for (const auto& [path, stream] : own->syncs) add(path, stream);
  for (const auto& stream : connector.streams) add("/" + stream.name, stream.name);
  if (own && !own->limits.empty())
    routes.add(own->limits, "limits", "The service's limits, as it told them last, once signed in");
}

}  // namespace

std::vector<serve::ServiceRoute> routes_of(const connector::Descriptor& connector,
                                           const Abilities& abilities) {
  Routes routes(connector.id);
  routes.add("/", "home", "What can be synced now, or the way to sign in");
  if (abilities.data) add_data(routes, *abilities.data);
  add_sign_in(routes, connector.sign_in);
  add_syncs(routes, connector, abilities.sync);
  return routes.take();
}

}  // namespace locker::service
