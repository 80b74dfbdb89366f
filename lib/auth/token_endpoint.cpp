#include "lib/auth/token_endpoint.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/auth/answer_fields.hpp"
#include "lib/auth/pkce.hpp"
#include "lib/base/error.hpp"
#include "lib/base/replace.hpp"
#include "lib/foreign/document.hpp"
#include "lib/http/date.hpp"
#include "lib/http/status.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWords = 200;
/// Shorter texts are not secrets, and occur in messages by chance.
constexpr std::size_t kLeastSecret = 8;
constexpr std::chrono::hours kLongestTokenLifetime{10L * 365 * 24};
constexpr std::chrono::hours kLongestStatedInterval{1};
constexpr char kClientId[] = "{client_id}";
constexpr int kServerError = 500;

/// Returns the service's error message in one line, with all values that were sent to it removed.
std::string own_words(const json& body, const http::Headers& sent) {
  std::string words;
  for (const char* key : {"error_description", "detail", "error", "message", "title"})
    if (words.empty()) words = text_field(body, key);
  for (const auto& [name, value] : sent)
    if (value.size() >= kLeastSecret) words = replaced(std::move(words), value, "...");
  std::ranges::replace_if(
      words, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return words.substr(0, kMostWords);
}

/// Returns the refusal if the status is an error, or if the body contains an error instead of the expected
/// fields.
std::optional<Refusal> refusal_in(const http::Response& response, const http::Headers& sent, Instant now) {
  const json body = foreign::read(response.body);
  const std::string code = text_field(body, "error");
  if (response.ok() && code.empty()) return std::nullopt;
  Refusal refusal;
  refusal.status = response.status;
  refusal.code = code;
  refusal.words = own_words(body, sent);
  refusal.interval = seconds_field(body, "interval", kLongestStatedInterval);
  if (const auto asked = http::retry_after(response, now))
    refusal.retry_after = std::chrono::ceil<std::chrono::seconds>(*asked);
  return refusal;
}

std::string described(const Refusal& refusal) {
  return "the service answered " + std::to_string(refusal.status) +
         (refusal.words.empty() ? "" : ": " + refusal.words);
}

http::Request form(const std::string& url, const http::Headers& fields) {
  http::Request request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = http::form_encode(fields);
  return request;
}

Secret basic(const Client& client, bool encoded) {
  const auto spelled = [&](const std::string& text) { return encoded ? http::percent_encode(text) : text; };
  return Secret("Basic " + base64(spelled(client.id) + ":" + spelled(client.secret.reveal())));
}

}  // namespace

bool is_temporary(const Refusal& refusal) {
  return refusal.status >= kServerError || refusal.status == http::kTooManyRequests;
}

Token parse_token_answer(const std::string& body, Instant now) {
  const json answer = foreign::read(body);
  Token token;
  token.access = Secret(text_field(answer, "access_token"));
  if (token.access.empty()) throw Error(ErrorKind::malformed, "the answer holds no access token");
  token.refresh = Secret(text_field(answer, "refresh_token"));
  if (auto scopes = scopes_in(text_field(answer, "scope")); !scopes.empty()) token.scopes = std::move(scopes);
  if (const auto lifetime = seconds_field(answer, "expires_in", kLongestTokenLifetime))
    token.expires = now + *lifetime;
  return token;
}

TokenEndpoint::TokenEndpoint(http::Transport& transport, Endpoints endpoints)
    : transport_(transport), endpoints_(std::move(endpoints)) {}

Token TokenEndpoint::exchange(const Client& client, const Secret& code, const std::string& redirect_uri,
                              const Secret& verifier, Instant now, const std::stop_token& stop) {
  return parse_token_answer(post(endpoints_.token_url, client,
                                 {{"grant_type", "authorization_code"},
                                  {"code", code.reveal()},
                                  {"redirect_uri", redirect_uri},
                                  {"code_verifier", verifier.reveal()}},
                                 stop),
                            now);
}

Token TokenEndpoint::refresh(const Client& client, const Token& token, Instant now,
                             const std::stop_token& stop) {
  const Answer answer =
      post_as(endpoints_.token_url, client,
              {{"grant_type", "refresh_token"}, {"refresh_token", token.refresh.reveal()}}, stop);
  if (answer.refusal && is_of_refused_token(*answer.refusal))
    throw Error(ErrorKind::gone, described(*answer.refusal));
  if (answer.refusal) refuse(*answer.refusal);
  Token fresh = parse_token_answer(answer.body, now);
  if (fresh.refresh.empty()) fresh.refresh = token.refresh;
  if (!fresh.scopes) fresh.scopes = token.scopes;
  return fresh;
}

bool TokenEndpoint::can_revoke(const Client& client) const {
  if (client.id.empty()) return false;
  return !endpoints_.revoke_url.empty() || (!endpoints_.app_revoke_url.empty() && !client.secret.empty());
}

void TokenEndpoint::revoke(const Client& client, const Secret& token, const std::stop_token& stop) {
  if (endpoints_.revoke_url.empty()) return revoke_as_app(client, token, stop);
  (void)post(endpoints_.revoke_url, client, {{"token", token.reveal()}}, stop);
}

void TokenEndpoint::revoke_as_app(const Client& client, const Secret& token, const std::stop_token& stop) {
  http::Request request;
  request.method = "DELETE";
  request.url = replaced(endpoints_.app_revoke_url, kClientId, http::percent_encode(client.id));
  request.headers = endpoints_.app_revoke_headers;
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Accept", "application/json");
  request.authorization = basic(client, false);
  request.body = json{{"access_token", token.reveal()}}.dump();
  const auto answer =
      send(request, {{"token", token.reveal()}, {"client_secret", client.secret.reveal()}}, {}, stop);
  if (answer.refusal) refuse(*answer.refusal);
}

TokenEndpoint::Answer TokenEndpoint::ask(const std::string& url, const http::Headers& fields, Instant now,
                                         const std::stop_token& stop) {
  return send(form(url, fields), fields, now, stop);
}

TokenEndpoint::Answer TokenEndpoint::send(const http::Request& request, const http::Headers& sent,
                                          Instant now, const std::stop_token& stop) {
  if (request.url.empty() && endpoints_.unknown) throw *endpoints_.unknown;
  http::Response response = transport_.send(request, stop);
  auto refusal = refusal_in(response, sent, now);
  return {std::move(response.body), std::move(refusal)};
}

std::string TokenEndpoint::post(const std::string& url, const Client& client, http::Headers fields,
                                const std::stop_token& stop) {
  Answer answer = post_as(url, client, std::move(fields), stop);
  if (answer.refusal) refuse(*answer.refusal);
  return std::move(answer.body);
}

TokenEndpoint::Answer TokenEndpoint::post_as(const std::string& url, const Client& client,
                                             http::Headers fields, const std::stop_token& stop) {
  const bool has_secret = !client.secret.empty();
  const bool signs = has_secret && !endpoints_.secret_in_body;
  if (!signs) fields.emplace_back("client_id", client.id);
  if (has_secret && !signs) fields.emplace_back("client_secret", client.secret.reveal());
  http::Request request = form(url, fields);
  if (signs) request.authorization = basic(client, true);
  if (signs) fields.emplace_back("client_secret", client.secret.reveal());
  return send(request, fields, {}, stop);
}

/// RFC 6749 section 5.2: the refresh token is invalid, expired or revoked.
bool TokenEndpoint::is_of_refused_token(const Refusal& refusal) const {
  if (is_temporary(refusal)) return false;
  const std::string& words = endpoints_.refused_token_message;
  return refusal.code == "invalid_grant" || refusal.code == "bad_refresh_token" ||
         (!words.empty() && refusal.words.find(words) != std::string::npos);
}

void TokenEndpoint::refuse(const Refusal& refusal) const {
  const std::string message = described(refusal);
  if (is_temporary(refusal)) throw Error(ErrorKind::network, message, "try again later");
  const bool wrong_client = refusal.status == 401 || refusal.code == "invalid_client" ||
                            refusal.code == "incorrect_client_credentials";
  throw Error(ErrorKind::sign_in, message, wrong_client ? endpoints_.wrong_client_hint : std::string());
}

}  // namespace locker::auth
