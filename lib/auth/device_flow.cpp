#include "lib/auth/device_flow.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/auth/answer_fields.hpp"
#include "lib/base/error.hpp"
#include "lib/base/join.hpp"
#include "lib/foreign/document.hpp"
#include "lib/http/address.hpp"

namespace locker::auth {
namespace {

using nlohmann::json;
using std::chrono::seconds;

constexpr char kGrant[] = "urn:ietf:params:oauth:grant-type:device_code";
/// Used if the response contains none: the RFC's default interval, and a usual lifetime.
constexpr seconds kInterval{5}, kLifetime{900};
constexpr seconds kLongestPollInterval{300}, kLongestCodeLifetime{3600};
constexpr seconds kSlowDown{5};  ///< added for each `slow_down` (RFC 8628 section 3.5)

/// Returns a URL that is safe to open in a browser; empty if it is none.
std::string page_in(const json& answer, const char* key) {
  const std::string page = text_field(answer, key);
  const auto address = http::parse_address(page);
  const bool is_safe = address && (address->scheme == "https" || http::is_loopback(address->host));
  return is_safe ? page : std::string();
}

Error refused(const Refusal& refusal, const std::string& hint = {}) {
  const std::string words =
      refusal.words.empty() ? "status " + std::to_string(refusal.status) : refusal.words;
  if (is_temporary(refusal)) return {ErrorKind::network, "the service answered: " + words, "try again later"};
  return {ErrorKind::sign_in, "the service refused the sign-in: " + words, hint};
}

Error too_late() {
  return {ErrorKind::sign_in, "the code was not entered in time, and is no longer good", "run it again"};
}

/// Polls for one token.
class Polling {
 public:
  Polling(TokenEndpoint& endpoint, const Client& client, const DeviceCode& code, Clock& clock)
      : endpoint_(endpoint), client_(client), code_(code), clock_(clock), interval_(code.interval) {}

  Token run(const std::stop_token& stop) {
    for (;;) {
      pause(stop);
      if (auto token = ask(stop)) return std::move(*token);
    }
  }

 private:
  void pause(const std::stop_token& stop) {
    const Instant next = clock_.now() + std::max(interval_, after_trouble_);
    if (!clock_.wait_until(std::min(next, code_.expires), stop))
      throw Error(ErrorKind::interrupted, "interrupted");
    if (clock_.now() >= code_.expires) throw too_late();
  }

  std::optional<Token> ask(const std::stop_token& stop) {
    try {
      const auto answer = endpoint_.ask(
          endpoint_.endpoints().token_url,
          {{"client_id", client_.id}, {"device_code", code_.code.reveal()}, {"grant_type", kGrant}},
          clock_.now(), stop);
      if (!answer.refusal) return parse_token_answer(answer.body, clock_.now());
      heed(*answer.refusal);
    } catch (const Error& error) {
      // A malformed response comes from an intermediary with a failure, so the request is retried.
      if (error.kind() != ErrorKind::network && error.kind() != ErrorKind::malformed) throw;
      back_off({});
    }
    return std::nullopt;
  }

  void heed(const Refusal& refusal) {
    if (refusal.code == "access_denied") throw Error(ErrorKind::sign_in, "access was denied at the service");
    if (refusal.code == "expired_token") throw too_late();
    const bool slower = refusal.code == "slow_down";
    if (!slower && refusal.code != "authorization_pending") {
      if (!is_temporary(refusal)) throw refused(refusal);
      return back_off(refusal.retry_after.value_or(seconds(0)));
    }
    after_trouble_ = seconds(0);
    if (slower) interval_ += kSlowDown;
    interval_ = std::min(std::max(interval_, refusal.interval.value_or(seconds(0))), kLongestPollInterval);
  }

  void back_off(seconds asked) {
    after_trouble_ = std::min(std::max(std::max(interval_, after_trouble_) * 2, asked), kLongestPollInterval);
  }

  TokenEndpoint& endpoint_;
  const Client& client_;
  const DeviceCode& code_;
  Clock& clock_;
  seconds interval_;
  seconds after_trouble_{0};
};

}  // namespace

DeviceCode ask_for_device_code(TokenEndpoint& endpoint, const Client& client,
                               const std::vector<std::string>& scopes, Clock& clock,
                               const std::stop_token& stop) {
  http::Headers fields{{"client_id", client.id}};
  if (!scopes.empty()) fields.emplace_back("scope", joined(scopes));
  const auto body = endpoint.ask(endpoint.endpoints().device_code_url, fields, clock.now(), stop);
  if (body.refusal) throw refused(*body.refusal, endpoint.endpoints().wrong_client_hint);
  const json answer = foreign::read(body.body);
  DeviceCode code;
  code.code = Secret(text_field(answer, "device_code"));
  code.user_code = text_field(answer, "user_code");
  code.page = page_in(answer, "verification_uri");
  if (code.page.empty()) code.page = page_in(answer, "verification_url");
  code.page_and_code = page_in(answer, "verification_uri_complete");
  if (code.code.empty() || code.user_code.empty() || code.page.empty())
    throw Error(ErrorKind::malformed,
                "the service's answer holds no code to enter, or no page to enter it on");
  code.expires = clock.now() + seconds_field(answer, "expires_in", kLongestCodeLifetime).value_or(kLifetime);
  code.interval =
      std::max(seconds_field(answer, "interval", kLongestPollInterval).value_or(kInterval), seconds(1));
  return code;
}

Token await_device_token(TokenEndpoint& endpoint, const Client& client, const DeviceCode& code, Clock& clock,
                         const std::stop_token& stop) {
  return Polling(endpoint, client, code, clock).run(stop);
}

}  // namespace locker::auth
