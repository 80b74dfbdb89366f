#include "lib/sign_in_state/sign_in_state.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Told by the service, or by the token's own end where there is none to refresh it with.
std::optional<EndedSignIn> end_of(const json& document, Instant now) {
  if (auto ended = ended_in(document)) return ended;
  const auto expires = parse_rfc3339(text(document, "expires"));
  if (!expires || *expires > now || !text(document, "refresh_token").empty()) return std::nullopt;
  return EndedSignIn{*expires, "the access token expired, and there is none to refresh it with"};
}

}  // namespace

std::optional<EndedSignIn> ended_in(const json& document) {
  const auto ended = document.find("ended");
  if (ended == document.end() || !ended->is_object()) return std::nullopt;
  return EndedSignIn{parse_rfc3339(text(*ended, "time")).value_or(Instant()), text(*ended, "reason")};
}

void add_ended(json& document, const EndedSignIn& ended) {
  document["ended"] = {{"time", format_rfc3339(ended.time)}, {"reason", ended.reason}};
}

SignInState sign_in_state(const Home& home, std::string_view account, Instant now) {
  try {
    const auto document = foreign::read_object(home.account(account) / "auth.json");
    if (!document) return {};
    auto ended = end_of(json(*document), now);
    return {!ended, std::move(ended)};
  } catch (const Error& error) {
    return {false, EndedSignIn{now, std::string("its auth.json ") + error.what()}};
  }
}

}  // namespace locker::auth
