#include "lib/auth/token_endpoint.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lib/auth/pkce.hpp"
#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;

constexpr std::size_t kMostWords = 200;
constexpr std::int64_t kMostLifetime = 10L * 365 * 24 * 3600;

/// What the service said of its refusal, without anything that was sent to it, in one line.
std::string own_words(const http::Response& response, const http::Headers& sent) {
  const json body = json::parse(response.body, nullptr, false);
  std::string words;
  if (body.is_object())
    for (const char* key : {"error_description", "detail", "error", "title"})
      if (words.empty() && body.contains(key) && body[key].is_string()) words = body[key].get<std::string>();
  for (const auto& [name, value] : sent)
    for (auto at = words.find(value); value.size() >= 8 && at != std::string::npos; at = words.find(value))
      words.replace(at, value.size(), "...");
  std::ranges::replace_if(
      words, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return words.substr(0, kMostWords);
}

[[noreturn]] void refuse(const http::Response& response, const http::Headers& sent,
                         const std::string& wrong_client_hint) {
  const std::string words = own_words(response, sent);
  const std::string message =
      "the service answered " + std::to_string(response.status) + (words.empty() ? "" : ": " + words);
  if (response.status >= 500 || response.status == 429)
    throw Error(ErrorKind::network, message, "try again later");
  if (response.status == 401) throw Error(ErrorKind::sign_in, message, wrong_client_hint);
  throw Error(ErrorKind::sign_in, message);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

}  // namespace

Token parse_token_answer(const std::string& body, Instant now) {
  const json answer = json::parse(body, nullptr, false);
  const auto text = [&](const char* key) {
    return answer.contains(key) && answer[key].is_string() ? answer[key].get<std::string>() : std::string();
  };
  if (!answer.is_object() || text("access_token").empty())
    throw Error(ErrorKind::malformed, "the answer holds no access token");
  Token token;
  token.access = Secret(text("access_token"));
  token.refresh = Secret(text("refresh_token"));
  token.scopes = words_of(text("scope"));
  if (answer.contains("expires_in") && answer["expires_in"].is_number()) {
    const auto seconds = std::clamp<double>(answer["expires_in"].get<double>(), 0, kMostLifetime);
    token.expires = now + std::chrono::seconds(static_cast<std::int64_t>(seconds));
  }
  return token;
}

TokenEndpoint::TokenEndpoint(http::Transport& transport, Endpoints endpoints)
    : transport_(transport), endpoints_(std::move(endpoints)) {}

Token TokenEndpoint::exchange(const Client& client, const Secret& code, const std::string& redirect_uri,
                              const Secret& verifier, Instant now, const std::stop_token& stop) {
  const auto response = post(endpoints_.token_url, client,
                             {{"grant_type", "authorization_code"},
                              {"code", code.reveal()},
                              {"redirect_uri", redirect_uri},
                              {"code_verifier", verifier.reveal()}},
                             stop);
  return parse_token_answer(response.body, now);
}

Token TokenEndpoint::refresh(const Client& client, const Token& token, Instant now,
                             const std::stop_token& stop) {
  const auto response =
      post(endpoints_.token_url, client,
           {{"grant_type", "refresh_token"}, {"refresh_token", token.refresh.reveal()}}, stop);
  Token fresh = parse_token_answer(response.body, now);
  if (fresh.refresh.empty()) fresh.refresh = token.refresh;
  if (fresh.scopes.empty()) fresh.scopes = token.scopes;
  return fresh;
}

void TokenEndpoint::revoke(const Client& client, const Secret& token, const std::stop_token& stop) {
  (void)post(endpoints_.revoke_url, client, {{"token", token.reveal()}}, stop);
}

http::Response TokenEndpoint::post(const std::string& url, const Client& client, http::Headers fields,
                                   const std::stop_token& stop) {
  http::Request request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  if (client.secret.empty())
    fields.emplace_back("client_id", client.id);
  else
    request.authorization = Secret("Basic " + base64(http::percent_encode(client.id) + ":" +
                                                     http::percent_encode(client.secret.reveal())));
  request.body = http::form_encode(fields);
  http::Response response = transport_.send(request, stop);
  if (!response.ok()) {
    fields.emplace_back("client_secret", client.secret.reveal());
    refuse(response, fields, endpoints_.wrong_client_hint);
  }
  return response;
}

}  // namespace locker::auth
