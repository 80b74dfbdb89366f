#include "cli/completion/known.hpp"

#include <algorithm>

#include "cli/exports.hpp"
#include "lib/serve/state/installation.hpp"
#include "lib/store/query.hpp"

namespace locker::cli {

template <class T>
std::vector<T> Known::stored(std::vector<T> (*read)(const store::Database&)) const try {
  if (!home_.exists()) return {};
  return read(store::Database::open_for_reading(home_));
} catch (const std::exception&) {
  return {};
}

Candidates Known::accounts() const {
  Candidates found;
  for (const auto& name : home_.accounts()) found.push_back({name, "account"});
  for (const auto& account : stored<store::StoredAccount>(&store::stored_accounts)) {
    const auto* connector = registry_.find(account.connector);
    const std::string title = connector ? connector->title : account.connector;
    const auto known = std::ranges::find(found, account.name, &Candidate::value);
    if (known != found.end())
      known->about = title;
    else
      found.push_back({account.name, title});
    if (connector) found.push_back({connector->id, "all accounts of " + title});
  }
  return found;
}

Candidates Known::connectors(bool with_exports_only) const {
  Candidates found;
  for (const auto* connector : registry_.all())
    if (!with_exports_only || has_exports(*connector)) found.push_back({connector->id, connector->title});
  return found;
}

Known::Descriptors Known::in_use() const {
  Descriptors used;
  for (const auto& account : stored<store::StoredAccount>(&store::stored_accounts))
    if (const auto* connector = registry_.find(account.connector);
        connector && std::ranges::find(used, connector) == used.end())
      used.push_back(connector);
  return used.empty() ? registry_.all() : used;
}

Candidates Known::streams(const std::vector<std::string>& named) const {
  Descriptors chosen;
  for (const auto& name : named)
    if (const auto* connector = registry_.find(connector_of(name))) chosen.push_back(connector);
  Candidates found;
  for (const auto* connector : chosen.empty() ? in_use() : chosen)
    for (const auto& stream : connector->streams) found.push_back({stream.name, stream.title});
  return found;
}

Candidates Known::streams_and_parts() const {
  Candidates found = streams({});
  for (const auto& name : stored<std::string>(&store::stored_streams)) found.push_back({name, {}});
  return found;
}

Candidates Known::types() const {
  Candidates found;
  const auto add = [&](const std::string& name, const std::string& title) {
    found.push_back({name.substr(0, name.find('/')), title});
    found.push_back({name, title});
  };
  for (const auto* connector : in_use())
    for (const auto& type : connector->types) add(type.name, type.title);
  for (const auto& name : stored<std::string>(&store::stored_types)) add(name, {});
  return found;
}

Candidates Known::installed() const {
  Candidates found;
  for (const auto& service : serve::installed_services(home_)) found.push_back({service.id, service.title});
  return found;
}

std::string Known::connector_of(const std::string& account) const {
  for (const auto& one : stored<store::StoredAccount>(&store::stored_accounts))
    if (one.name == account) return one.connector;
  return account;
}

}  // namespace locker::cli
