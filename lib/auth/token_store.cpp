#include "lib/auth/token_store.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/staged_file.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kLockRetryInterval{20};

/// Reserved disk space; more than any service's tokens need.
constexpr std::size_t kRoom = 16'384;

std::filesystem::path token_file_of(const Home& home, std::string_view account) {
  return home.account(account) / "auth.json";
}

std::filesystem::path lock_of(const Home& home, std::string_view account) {
  return home.account(account) / "auth.lock";
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
  if (document.contains("asked_scopes"))
    credentials.asked = document["asked_scopes"].get<std::vector<std::string>>();
  return credentials;
}

/// Absent if the text is incomplete.
std::optional<Credentials> parse_if_whole(const std::string& text) try {
  return parse(text);
} catch (const json::exception&) {
  return std::nullopt;
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
  if (credentials.asked) document["asked_scopes"] = *credentials.asked;
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
  const auto text = read_file(token_file_of(home_, account_));
  if (!text) return std::nullopt;
  try {
    return parse(*text);
  } catch (const json::exception&) {
    // The text of the JSON exception could contain a token.
    throw Error(ErrorKind::sign_in, token_file_of(home_, account_).string() + " cannot be understood",
                "sign in again");
  }
}

void TokenStore::save(const Credentials& credentials) const {
  stage(credentials);
  place();
}

void TokenStore::stage(const Credentials& credentials) const {
  const auto file = token_file_of(home_, account_);
  if (!std::filesystem::exists(file.parent_path())) home_.create_account(account_);
  StagedFile(file).write(spell(credentials));
}

void TokenStore::place() const { StagedFile(token_file_of(home_, account_)).take_place(); }

void TokenStore::make_room() const { StagedFile(token_file_of(home_, account_)).reserve(kRoom); }

void TokenStore::release_room() const { StagedFile(token_file_of(home_, account_)).remove(); }

void TokenStore::erase() const {
  std::filesystem::remove(token_file_of(home_, account_));
  release_room();
}

/// Completes an interrupted `save`: a complete staged file is newer than the current one.
void TokenStore::recover() const {
  const StagedFile next(token_file_of(home_, account_));
  const auto text = next.left();
  if (!text) return;
  if (const auto credentials = parse_if_whole(*text))
    save(*credentials);
  else
    next.remove();
}

FileLock TokenStore::lock(Clock& clock, const std::stop_token& stop) const {
  home_.create_account(account_);
  for (;;) {
    if (auto held = FileLock::try_acquire(lock_of(home_, account_), FileLock::Mode::exclusive)) {
      recover();
      return std::move(*held);
    }
    if (!clock.wait_until(clock.now() + kLockRetryInterval, stop))
      throw Error(ErrorKind::interrupted, "interrupted");
  }
}

bool TokenStore::was_interrupted() const {
  return std::filesystem::exists(StagedFile(token_file_of(home_, account_)).path()) &&
         !FileLock::is_held(lock_of(home_, account_));
}

}  // namespace locker::auth
