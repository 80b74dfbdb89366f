#include "lib/auth/account_settings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/foreign/document.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;

std::filesystem::path settings_file_of(const Home& home, std::string_view account) {
  return home.account(account) / "me.json";
}

json read_document(const Home& home, std::string_view account) {
  try {
    const auto document = foreign::read_object(settings_file_of(home, account));
    return document ? json(*document) : json::object();
  } catch (const Error& error) {
    throw Error(ErrorKind::usage,
                settings_file_of(home, account).string() + " cannot be understood: it " + error.what(),
                "correct it, or move it away and sign in again");
  }
}

std::string text(const json& document, const char* key) {
  return document.contains(key) && document[key].is_string() ? document[key].get<std::string>()
                                                             : std::string();
}

std::vector<std::string> in_order(const connector::Descriptor& connector,
                                  const std::vector<std::string>& names) {
  std::vector<std::string> ordered;
  for (const auto& stream : connector.streams)
    if (std::ranges::find(names, stream.name) != names.end()) ordered.push_back(stream.name);
  return ordered;
}

void require_stream(const connector::Descriptor& connector, const std::string& name) {
  if (connector.stream(name)) return;
  std::vector<std::string> names;
  for (const auto& stream : connector.streams) names.push_back(stream.name);
  throw Error(ErrorKind::usage, connector.id + " has no stream \"" + name + "\"",
              suggestion_hint(name, names));
}

std::vector<std::string> by_default(const connector::Descriptor& connector) {
  std::vector<std::string> names;
  for (const auto& stream : connector.streams)
    if (stream.on_by_default) names.push_back(stream.name);
  return names;
}

}  // namespace

bool is_chosen(const connector::Stream& stream, const std::optional<std::vector<std::string>>& choice) {
  return choice ? std::ranges::find(*choice, stream.name) != choice->end() : stream.on_by_default;
}

std::vector<std::string> needed_scopes(const connector::Descriptor& connector,
                                       const std::optional<std::vector<std::string>>& choice) {
  std::vector<std::string> scopes = connector.sign_in.scopes;
  for (const auto& stream : connector.streams)
    if (is_chosen(stream, choice))
      for (const auto& scope : stream.scopes)
        if (std::ranges::find(scopes, scope) == scopes.end()) scopes.push_back(scope);
  return scopes;
}

std::optional<AccountSettings> load_settings(const Home& home, std::string_view account) {
  std::error_code ignored;
  if (!std::filesystem::exists(settings_file_of(home, account), ignored)) return std::nullopt;
  const json document = read_document(home, account);
  AccountSettings settings;
  settings.connector = text(document, "connector");
  settings.client_id = text(document, "client_id");
  settings.client_secret_file = text(document, "client_secret_file");
  settings.redirect_uri = text(document, "redirect_uri");
  if (document.contains("streams") && document["streams"].is_array()) {
    settings.streams.emplace();
    for (const auto& name : document["streams"])
      if (name.is_string()) settings.streams->push_back(name.get<std::string>());
  }
  return settings;
}

void save_settings(const Home& home, std::string_view account, const connector::Descriptor& connector,
                   const AccountSettings& settings) {
  json document = read_document(home, account);
  document["id"] = account;
  document["connector"] = connector.id;
  document["title"] = connector.title;
  if (settings.streams)
    document["streams"] = *settings.streams;
  else
    document.erase("streams");
  const auto put = [&](const char* key, const std::string& value) {
    if (value.empty())
      document.erase(key);
    else
      document[key] = value;
  };
  put("client_id", settings.client_id);
  put("client_secret_file", settings.client_secret_file);
  put("redirect_uri", settings.redirect_uri);
  home.create_account(account);
  write_file_atomically(settings_file_of(home, account), document.dump(2) + "\n");
}

std::vector<std::string> choose_streams(const connector::Descriptor& connector, std::string_view text,
                                        const std::optional<std::vector<std::string>>& so_far) {
  std::vector<std::string> chosen;
  bool changes = false;
  std::istringstream words{std::string(text)};
  for (std::string word; std::getline(words, word, ',');) {
    const char sign = word.empty() ? '\0' : word.front();
    if (sign == '+' || sign == '-') {
      if (!changes && chosen.empty()) chosen = so_far ? *so_far : by_default(connector);
      changes = true;
      word.erase(0, 1);
    }
    require_stream(connector, word);
    std::erase(chosen, word);
    if (sign != '-') chosen.push_back(word);
  }
  return in_order(connector, chosen);
}

std::vector<std::string> scopes_of(const connector::Descriptor& connector,
                                   const std::optional<std::vector<std::string>>& streams) {
  std::vector<std::string> scopes = connector.sign_in.scopes;
  const auto names = streams ? *streams : by_default(connector);
  for (const auto& stream : connector.streams) {
    if (std::ranges::find(names, stream.name) == names.end()) continue;
    for (const auto* asked : {&stream.scopes, &stream.optional_scopes})
      for (const auto& scope : *asked)
        if (std::ranges::find(scopes, scope) == scopes.end()) scopes.push_back(scope);
  }
  return scopes;
}

}  // namespace locker::auth
