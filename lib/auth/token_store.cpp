#include "lib/auth/token_store.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kPoll{20};

std::filesystem::path file_of(const Home& home, std::string_view account) {
  return home.account(account) / "auth.json";
}

constexpr std::pair<Origin, const char*> kOrigins[] = {
    {Origin::service, "service"}, {Origin::pasted, "pasted"}, {Origin::borrowed, "borrowed"}};

Origin origin_named(const std::string& wanted) {
  for (const auto& [origin, name] : kOrigins)
    if (name == wanted) return origin;
  return Origin::service;
}

Credentials parse(const std::string& text) {
  const json document = json::parse(text);
  Credentials credentials;
  credentials.client.id = document.value("client_id", "");
  credentials.client.secret = Secret(document.value("client_secret", ""));
  credentials.user_id = document.value("user_id", "");
  credentials.origin = origin_named(document.value("origin", ""));
  credentials.ended = ended_in(document);
  Token& token = credentials.token;
  token.access = Secret(document.at("access_token").get<std::string>());
  token.refresh = Secret(document.value("refresh_token", ""));
  if (document.contains("expires")) token.expires = parse_rfc3339(document.at("expires").get<std::string>());
  if (document.contains("scopes")) token.scopes = document["scopes"].get<std::vector<std::string>>();
  return credentials;
}

std::string spell(const Credentials& credentials) {
  json document{{"access_token", credentials.token.access.reveal()}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) document[key] = value;
  };
  add("client_id", credentials.client.id);
  add("client_secret", credentials.client.secret.reveal());
  add("refresh_token", credentials.token.refresh.reveal());
  add("user_id", credentials.user_id);
  if (credentials.origin != Origin::service) add("origin", name_of(credentials.origin));
  if (credentials.token.expires) document["expires"] = format_rfc3339(*credentials.token.expires);
  if (credentials.token.scopes) document["scopes"] = *credentials.token.scopes;
  if (credentials.ended) add_ended(document, *credentials.ended);
  return document.dump(2) + "\n";
}

}  // namespace

const char* name_of(Origin origin) {
  for (const auto& [one, name] : kOrigins)
    if (one == origin) return name;
  return "service";
}

TokenStore::TokenStore(const Home& home, std::string_view account) : home_(home), account_(account) {}

std::optional<Credentials> TokenStore::load() const {
  const auto text = read_file(file_of(home_, account_));
  if (!text) return std::nullopt;
  try {
    return parse(*text);
  } catch (const json::exception&) {
    // The exception's text could quote a token.
    throw Error(ErrorKind::sign_in, file_of(home_, account_).string() + " cannot be understood",
                "sign in again");
  }
}

void TokenStore::save(const Credentials& credentials) const {
  home_.create_account(account_);
  write_file_atomically(file_of(home_, account_), spell(credentials));
}

void TokenStore::erase() const { std::filesystem::remove(file_of(home_, account_)); }

FileLock TokenStore::lock(Clock& clock, const std::stop_token& stop) const {
  home_.create_account(account_);
  for (;;) {
    if (auto held = FileLock::try_acquire(home_.account(account_) / "auth.lock", FileLock::Mode::exclusive))
      return std::move(*held);
    if (!clock.wait_until(clock.now() + kPoll, stop)) throw Error(ErrorKind::interrupted, "interrupted");
  }
}

}  // namespace locker::auth
