#include "sandbox/oauth.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sandbox/authorize_page.hpp"
#include "sandbox/json_text.hpp"
#include "sandbox/pkce.hpp"
#include "sandbox/url_text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestState = 500;
constexpr const char* kInvalidToken = "Value passed for the token was invalid.";

const Scopes& known_scopes() {
  static const Scopes all = {"tweet.read",  "tweet.write",   "tweet.moderate.write", "users.read",
                             "users.email", "follows.read",  "follows.write",        "offline.access",
                             "space.read",  "mute.read",     "mute.write",           "like.read",
                             "like.write",  "list.read",     "list.write",           "block.read",
                             "block.write", "bookmark.read", "bookmark.write",       "dm.read",
                             "dm.write",    "media.write",   "timeline.read"};
  return all;
}

std::string value(const Parameters& parameters, const char* name) {
  return parameter(parameters, name).value_or("");
}

Answer html(int status, std::string body) {
  Answer answer;
  answer.status = status;
  answer.type = "text/html; charset=utf-8";
  answer.body = std::move(body);
  return answer;
}

Answer redirect(const std::string& uri, const Parameters& parameters) {
  std::string target = uri;
  char separator = uri.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, text] : parameters) {
    target += separator + name + "=" + percent_encoded(text);
    separator = '&';
  }
  Answer answer = html(302, "");
  answer.headers.emplace_back("Location", target);
  return answer;
}

json pair_json(const TokenPair& pair) {
  json out = {{"token_type", "bearer"},
              {"expires_in", pair.expires_in},
              {"access_token", pair.access},
              {"scope", spaced(pair.scopes)}};
  if (!pair.refresh.empty()) out["refresh_token"] = pair.refresh;
  return out;
}

Answer json_answer(const json& body) {
  Answer answer;
  answer.body = json_text(body);
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

void refuse_page(const std::string& reason) { throw Refused{html(400, refusal_page(reason))}; }

}  // namespace

std::optional<Answer> OAuth::handle(const Call& call) {
  if (call.path == "/i/oauth2/authorize" && call.method == "GET") return authorize(call);
  if (call.path == "/i/oauth2/authorize" && call.method == "POST") return decide(call);
  if (call.path == "/2/oauth2/token" && call.method == "POST") return token(call);
  if (call.path == "/2/oauth2/revoke" && call.method == "POST") return revoke(call);
  return std::nullopt;
}

std::optional<TokenStore::Grant> OAuth::grant(const std::string& authorization) const {
  constexpr std::string_view kBearer = "Bearer ";
  if (!starts_with_ignoring_case(authorization, kBearer)) return std::nullopt;
  return tokens_.grant(authorization.substr(kBearer.size()), clock_.now_s());
}

void OAuth::configure(const json& order) {
  deny_next_ = order.value("deny_next", deny_next_);
  wrong_state_next_ = order.value("wrong_state_next", wrong_state_next_);
  code_life_ = order.value("code_life", code_life_);
  access_life_ = order.value("access_token_life", access_life_);
}

json OAuth::issue(const Scopes& scopes, std::int64_t life) {
  return pair_json(tokens_.issue(scopes, life < 0 ? access_life_ : life, clock_.now_s()));
}

void OAuth::refuse(int status, const std::string& error, const std::string& description) {
  counters_.rejected("oauth: " + error + ": " + description);
  Answer answer = json_answer({{"error", error}, {"error_description", description}});
  answer.status = status;
  throw Refused{answer};
}

void OAuth::check_authorize(const Parameters& request) const {
  if (value(request, "response_type") != "code") refuse_page("response_type");
  if (value(request, "client_id") != settings_.client_id) refuse_page("client_id");
  const auto& uris = settings_.redirect_uris;
  if (std::find(uris.begin(), uris.end(), value(request, "redirect_uri")) == uris.end())
    refuse_page("redirect_uri");
  const std::string state = value(request, "state");
  if (state.empty() || state.size() > kLongestState) refuse_page("state");
  const std::string method = value(request, "code_challenge_method");
  if (value(request, "code_challenge").empty() || (method != "S256" && method != "plain"))
    refuse_page("code_challenge");
  const Scopes scopes = parse_scopes(value(request, "scope"));
  if (scopes.empty() ||
      !std::includes(known_scopes().begin(), known_scopes().end(), scopes.begin(), scopes.end()))
    refuse_page("scope");
}

Answer OAuth::authorize(const Call& call) {
  try {
    check_authorize(call.parameters);
  } catch (const Refused&) {
    counters_.rejected("authorize: " + call.query);
    throw;
  }
  if (deny_next_) {
    deny_next_ = false;
    return deny(call.parameters);
  }
  return settings_.auto_approve ? approve(call.parameters) : html(200, authorize_page(call.parameters));
}

Answer OAuth::decide(const Call& call) {
  check_authorize(call.form);
  return value(call.form, "decision") == "authorize" ? approve(call.form) : deny(call.form);
}

std::string OAuth::answer_state(const Parameters& request) {
  if (!wrong_state_next_) return value(request, "state");
  wrong_state_next_ = false;
  return "not-the-state-you-sent";
}

Answer OAuth::approve(const Parameters& request) {
  Code code;
  code.redirect_uri = value(request, "redirect_uri");
  code.challenge = value(request, "code_challenge");
  code.method = value(request, "code_challenge_method");
  code.scopes = parse_scopes(value(request, "scope"));
  code.expires_ms = clock_.now_ms() + code_life_ * 1000;
  const std::string text = random_token(48);
  codes_[text] = code;
  return redirect(code.redirect_uri, {{"state", answer_state(request)}, {"code", text}});
}

Answer OAuth::deny(const Parameters& request) {
  return redirect(value(request, "redirect_uri"),
                  {{"error", "access_denied"}, {"state", answer_state(request)}});
}

// A public client sends its id in the body; a confidential one authenticates by Basic.
void OAuth::check_client(const Call& call) {
  if (!settings_.client_secret) {
    if (value(call.form, "client_id") != settings_.client_id)
      refuse(400, "invalid_request", "Missing required parameter [client_id].");
    return;
  }
  constexpr std::string_view kBasic = "Basic ";
  if (!starts_with_ignoring_case(call.authorization, kBasic))
    refuse(401, "unauthorized_client", "Missing valid authorization header");
  const std::string given = base64_decoded(std::string_view(call.authorization).substr(kBasic.size()));
  const std::size_t colon = given.find(':');
  // RFC 6749, 2.3.1: both parts are form-encoded before base64; those that were not contain no '%'.
  if (colon == std::string::npos || percent_decoded(given.substr(0, colon)) != settings_.client_id ||
      percent_decoded(given.substr(colon + 1)) != *settings_.client_secret)
    refuse(401, "unauthorized_client", "Missing valid authorization header");
}

Answer OAuth::token(const Call& call) {
  check_client(call);
  const std::string grant_type = value(call.form, "grant_type");
  if (grant_type == "authorization_code") return exchange_code(call);
  if (grant_type == "refresh_token") return exchange_refresh(call);
  refuse(400, "unsupported_grant_type", "The grant type [" + grant_type + "] is not supported.");
}

OAuth::Code& OAuth::checked_code(const Call& call) {
  const auto it = codes_.find(value(call.form, "code"));
  if (it == codes_.end() || it->second.used || clock_.now_ms() >= it->second.expires_ms)
    refuse(400, "invalid_request", "Value passed for the authorization code was invalid.");
  Code& code = it->second;
  if (value(call.form, "redirect_uri") != code.redirect_uri)
    refuse(400, "invalid_request",
           "Value passed for the redirect uri did not match the uri of the authorization code.");
  const std::string verifier = value(call.form, "code_verifier");
  const std::string challenge = code.method == "S256" ? s256_challenge(verifier) : verifier;
  if (!is_code_verifier(verifier) || challenge != code.challenge)
    refuse(400, "invalid_request", "Value passed for the code verifier did not match the code challenge.");
  return code;
}

Answer OAuth::exchange_code(const Call& call) {
  Code& code = checked_code(call);
  code.used = true;
  return json_answer(issue(code.scopes, -1));
}

Answer OAuth::exchange_refresh(const Call& call) {
  const auto [pair, reuse] = tokens_.refresh(value(call.form, "refresh_token"), access_life_, clock_.now_s());
  if (reuse == TokenStore::Reuse::yes) counters_.family_revoked();
  if (!pair) refuse(400, "invalid_request", kInvalidToken);
  counters_.refreshed();
  return json_answer(pair_json(*pair));
}

Answer OAuth::revoke(const Call& call) {
  check_client(call);
  const std::string token = value(call.form, "token");
  if (token.empty()) refuse(400, "invalid_request", "Missing required parameter [token].");
  tokens_.revoke(token);
  return json_answer({{"revoked", true}});
}

}  // namespace sandbox
