#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sandbox/clock.hpp"
#include "sandbox/counters.hpp"
#include "sandbox/http_call.hpp"
#include "sandbox/settings.hpp"
#include "sandbox/token_store.hpp"

namespace sandbox {

// Authorization code with PKCE, refresh with rotation, revocation. Not locked.
class OAuth {
 public:
  OAuth(const Settings& settings, Clock& clock, Counters& counters)
      : settings_(settings), clock_(clock), counters_(counters), access_life_(settings.access_token_life) {}

  // Absent if the path is not one of these endpoints.
  std::optional<Answer> handle(const Call& call);
  std::optional<TokenStore::Grant> grant(const std::string& authorization) const;

  // Commands of tests: deny_next, wrong_state_next, code_life, access_token_life.
  void configure(const nlohmann::json& order);
  // Issues a token as after a sign-in.
  nlohmann::json issue(const Scopes& scopes, std::int64_t life);
  TokenStore& tokens() { return tokens_; }

 private:
  struct Code {
    std::string redirect_uri, challenge, method;
    Scopes scopes;
    std::int64_t expires_ms = 0;
    bool used = false;
  };

  Answer authorize(const Call& call);
  Answer decide(const Call& call);
  Answer approve(const Parameters& request);
  Answer deny(const Parameters& request);
  Answer token(const Call& call);
  Answer exchange_code(const Call& call);
  Answer exchange_refresh(const Call& call);
  Answer revoke(const Call& call);
  void check_authorize(const Parameters& request) const;
  void check_client(const Call& call);
  Code& checked_code(const Call& call);
  [[noreturn]] void refuse(int status, const std::string& error, const std::string& description);
  std::string answer_state(const Parameters& request);

  const Settings& settings_;
  Clock& clock_;
  Counters& counters_;
  TokenStore tokens_;
  std::map<std::string, Code> codes_;
  std::int64_t access_life_;
  std::int64_t code_life_ = 30;
  bool deny_next_ = false, wrong_state_next_ = false;
};

}  // namespace sandbox
