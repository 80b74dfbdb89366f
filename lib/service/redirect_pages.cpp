#include "lib/auth/authorization.hpp"
#include "lib/base/error.hpp"
#include "lib/http/curl_transport.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/pages.hpp"
#include "lib/service/pending_sign_ins.hpp"
#include "lib/service/sign_in_form.hpp"
#include "lib/service/sign_in_pages.hpp"

namespace locker::service {
namespace {

/// Long, because the user may have to register an app during the sign-in.
constexpr std::chrono::hours kGoodFor{1};

/// Returns the origin of a URL, such as `https://x.com`.
std::string origin_of(const std::string& address) {
  const auto begin = address.find("://");
  return begin == std::string::npos ? std::string() : address.substr(0, address.find('/', begin + 3));
}

class RedirectPages final : public Endpoints {
 public:
  explicit RedirectPages(const SignInTools& tools) : tools_(tools), account_(tools.account) {}

  bool answer(http::Exchange& exchange) override {
    const std::string& path = exchange.path();
    if (path == "/auth") {
      if (only_reads(exchange)) form(exchange, {});
    } else if (path == "/saveAuth") {
      if (allows(exchange, "POST")) begin(exchange);
    } else if (path == "/authComplete") {
      if (allows(exchange, "GET")) come_back(exchange);
    } else {
      return false;
    }
    return true;
  }

 private:
  void form(http::Exchange& exchange, const std::string& trouble) const {
    show_form(exchange, tools_, trouble, origin_of(tools_.addresses.authorize_url));
  }

  void begin(http::Exchange& exchange) {
    auto filled = read_form(exchange);
    if (!filled.trouble.empty()) return form(exchange, filled.trouble);
    const std::string state = auth::random_token();
    const auth::Pkce pkce = auth::make_pkce();
    const std::string address = auth::address_of(
        {tools_.addresses.authorize_url, filled.client.id, account_.uri("authComplete"),
         auth::scopes_of(account_.connector(), account_.me().streams), state, pkce.challenge});
    pending_.add(state, {std::move(filled.client), filled.budget, pkce, account_.now() + kGoodFor},
                 account_.now());
    redirect(exchange, address);
  }

  void come_back(http::Exchange& exchange) {
    const auto query = exchange.request().query();
    const std::string state = http::parse_form(query)["state"];
    const auto begun = pending_.take(state, account_.now());
    if (!begun) return form(exchange, "This answer belongs to no sign-in that was begun here. Begin again.");
    try {
      auto token = token_for(*begun, auth::code_of_redirect(query, state));
      tools_.commands.store_sign_in({begun->client, std::move(token), begun->budget});
    } catch (const Error& error) {
      return form(exchange, in_words(error));
    }
    tools_.complete();
    redirect(exchange, account_.uri(""));
  }

  [[nodiscard]] auth::Token token_for(const PendingSignIn& begun, const Secret& code) const {
    const auto wire = http::make_curl_transport({.user_agent = "locker/" LOCKER_VERSION});
    auth::TokenEndpoint endpoint(*wire, tools_.addresses.endpoints);
    return endpoint.exchange(begun.client, code, account_.uri("authComplete"), begun.pkce.verifier,
                             account_.now(), tools_.stop);
  }

  const SignInTools tools_;
  const Account& account_;
  PendingSignIns pending_;
};

}  // namespace

std::unique_ptr<Endpoints> make_redirect_pages(const SignInTools& tools) {
  return std::make_unique<RedirectPages>(tools);
}

}  // namespace locker::service
