#include "lib/auth/authorized.hpp"

#include <mutex>

#include "lib/base/replace.hpp"
#include "lib/http/address.hpp"

namespace locker::auth {
namespace {

constexpr int kUnauthorized = 401, kError = 400;

class Authorized final : public http::Transport {
 public:
  Authorized(http::Transport& inner, TokenSource& tokens, std::string base)
      : inner_(inner), tokens_(tokens), base_(std::move(base)) {}

  http::Response send(const http::Request& request, const std::stop_token& stop) override {
    if (request.anonymous || !http::is_below(request.url, base_)) return inner_.send(request, stop);
    const Secret token = present_token(stop);
    http::Response response = send_with(request, token, stop);
    if (response.status != kUnauthorized) return response;
    return send_with(request, replacement(token, stop), stop);
  }

 private:
  Secret present_token(const std::stop_token& stop) {
    const std::lock_guard alone(mutex_);
    return tokens_.token(stop);
  }
  Secret replacement(const Secret& refused, const std::stop_token& stop) {
    const std::lock_guard alone(mutex_);
    return tokens_.replacement(refused, stop);
  }

  http::Response send_with(http::Request request, const Secret& token, const std::stop_token& stop) {
    request.authorization = Secret("Bearer " + token.reveal());
    http::Response response = inner_.send(request, stop);
    if (response.status >= kError) take_out(token, response.body);
    return response;
  }

  /// Removes the token from an error response, which is displayed, logged and stored: a gateway may quote the
  /// whole request in it.
  static void take_out(const Secret& token, std::string& text) {
    text = replaced(std::move(text), token.reveal(), "(token)");
  }

  http::Transport& inner_;
  std::mutex mutex_;  ///< many threads may send; one at a time refreshes the token
  TokenSource& tokens_;
  const std::string base_;
};

}  // namespace

std::unique_ptr<http::Transport> make_authorized(http::Transport& inner, TokenSource& tokens,
                                                 std::string base) {
  return std::make_unique<Authorized>(inner, tokens, std::move(base));
}

}  // namespace locker::auth
