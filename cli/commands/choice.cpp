#include "cli/commands/choice.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/store/query.hpp"

namespace locker::cli {
namespace {

[[noreturn]] void unknown(const char* kind, const std::string& name, const std::vector<std::string>& known) {
  throw Error(ErrorKind::usage, std::string("there is no ") + kind + " \"" + name + "\"",
              suggestion_hint(name, known));
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::string before_slash(const std::string& name) { return name.substr(0, name.find('/')); }

}  // namespace

std::vector<std::string> Choice::sources(const std::vector<std::string>& names) const {
  if (names.empty()) return {};
  const auto accounts = store::stored_accounts(database);
  std::vector<std::string> known, chosen;
  for (const auto& account : accounts) add_once(known, account.name);
  for (const auto& account : context.home.accounts()) add_once(known, account);
  for (const auto* connector : context.connectors.all()) add_once(known, connector->id);
  for (const auto& name : names) {
    if (!holds(known, name)) unknown("source", name, known);
    const bool is_account = std::ranges::find(accounts, name, &store::StoredAccount::name) != accounts.end();
    const bool is_connector = context.connectors.find(name) != nullptr;
    if (is_account || !is_connector) add_once(chosen, name);
    for (const auto& account : accounts)
      if (is_connector && account.connector == name) add_once(chosen, account.name);
    // A connector without accounts matches nothing; an empty list would match everything.
    if (is_connector && chosen.empty()) chosen.push_back(name);
  }
  return chosen;
}

std::vector<std::string> Choice::types(const std::vector<std::string>& names) const {
  if (names.empty()) return {};
  std::vector<std::string> known;
  const auto add = [&](const std::string& type) {
    add_once(known, before_slash(type));
    add_once(known, type);
  };
  for (const auto* connector : context.connectors.all())
    for (const auto& type : connector->types) add(type.name);
  for (const auto& type : store::stored_types(database)) add(type);
  for (const auto& name : names)
    if (!holds(known, name)) unknown("type", name, known);
  return names;
}

std::vector<std::string> Choice::streams(const std::vector<std::string>& names) const {
  if (names.empty()) return {};
  std::vector<std::string> known;
  for (const auto* connector : context.connectors.all())
    for (const auto& stream : connector->streams) {
      add_once(known, stream.name);
      for (const auto& part : stream.fixed_parts) add_once(known, stream.name + "/" + part);
    }
  for (const auto& stream : store::stored_streams(database)) add_once(known, stream);
  for (const auto& name : names)
    if (!holds(known, name)) unknown("stream", name, known);
  return names;
}

}  // namespace locker::cli
