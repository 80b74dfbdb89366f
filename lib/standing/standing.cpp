#include "lib/standing/standing.hpp"

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
std::optional<Ended> end_of(const json& document, Instant now) {
  if (auto ended = ended_in(document)) return ended;
  const auto expires = parse_rfc3339(text(document, "expires"));
  if (!expires || *expires > now || !text(document, "refresh_token").empty()) return std::nullopt;
  return Ended{*expires, "the access token expired, and there is none to refresh it with"};
}

}  // namespace

std::optional<Ended> ended_in(const json& document) {
  const auto ended = document.find("ended");
  if (ended == document.end() || !ended->is_object()) return std::nullopt;
  return Ended{parse_rfc3339(text(*ended, "time")).value_or(Instant()), text(*ended, "reason")};
}

void add_ended(json& document, const Ended& ended) {
  document["ended"] = {{"time", format_rfc3339(ended.time)}, {"reason", ended.reason}};
}

Standing standing(const Home& home, std::string_view account, Instant now) {
  try {
    const auto document = foreign::read_object(home.account(account) / "auth.json");
    if (!document) return {};
    auto ended = end_of(json(*document), now);
    return {!ended, std::move(ended)};
  } catch (const Error& error) {
    return {false, Ended{now, std::string("its auth.json ") + error.what()}};
  }
}

}  // namespace locker::auth
