#include <mutex>
#include <thread>

#include "lib/auth/device_flow.hpp"
#include "lib/base/error.hpp"
#include "lib/http/curl_transport.hpp"
#include "lib/serve/pages.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/pages.hpp"
#include "lib/service/sign_in_form.hpp"
#include "lib/service/sign_in_pages.hpp"
#include "lib/store/database_error.hpp"

namespace locker::service {
namespace {

using serve::escaped;

/// Refresh interval, in seconds, of the page that waits for the user to enter the code.
constexpr char kLook[] = "3";

/// A sign-in in progress. A thread polls the service for the token, so that the sign-in completes even if the
/// page is closed.
class DeviceSignIn {
 public:
  DeviceSignIn(const SignInTools& tools, FilledForm filled)
      : tools_(tools),
        filled_(std::move(filled)),
        wire_(http::make_curl_transport({.user_agent = "locker/" LOCKER_VERSION})),
        endpoint_(*wire_, tools.addresses.endpoints),
        code_(auth::ask_for_device_code(
            endpoint_, filled_.client, auth::scopes_of(tools.account.connector(), tools.account.me().streams),
            tools.clock, tools.stop)),
        thread_([this](const std::stop_token& stop) { await(stop); }) {}

  [[nodiscard]] const auth::DeviceCode& code() const { return code_; }
  /// Returns the error; empty: none so far.
  [[nodiscard]] std::string trouble() const {
    const std::lock_guard guard(mutex_);
    return trouble_;
  }

 private:
  void await(const std::stop_token& stop) {
    try {
      auto token = auth::await_device_token(endpoint_, filled_.client, code_, tools_.clock, stop);
      tools_.commands.store_sign_in({filled_.client, std::move(token), filled_.budget});
      tools_.complete();
    } catch (const Error& error) {
      fail(in_words(error));
    } catch (const std::exception& error) {
      fail(in_words(store::database_error(error, tools_.account.home())));
    }
  }
  void fail(const std::string& trouble) {
    const std::lock_guard guard(mutex_);
    trouble_ = trouble;
  }

  const SignInTools& tools_;
  const FilledForm filled_;
  const std::unique_ptr<http::Transport> wire_;
  auth::TokenEndpoint endpoint_;
  const auth::DeviceCode code_;
  mutable std::mutex mutex_;
  std::string trouble_;
  std::jthread thread_;
};

class DevicePages final : public Endpoints {
 public:
  explicit DevicePages(const SignInTools& tools) : tools_(tools) {}

  bool answer(http::Exchange& exchange) override {
    if (exchange.path() == "/auth") {
      if (only_reads(exchange)) show(exchange);
    } else if (exchange.path() == "/saveAuth") {
      if (allows(exchange, "POST")) begin(exchange);
    } else {
      return false;
    }
    return true;
  }

 private:
  void show(http::Exchange& exchange) {
    const std::lock_guard guard(mutex_);
    if (!under_way_) return show_form(exchange, tools_, {}, {});
    const std::string trouble = under_way_->trouble();
    if (!trouble.empty()) {
      under_way_.reset();
      return show_form(exchange, tools_, trouble, {});
    }
    show_code(exchange, under_way_->code());
  }

  void show_code(http::Exchange& exchange, const auth::DeviceCode& code) const {
    const std::string& address = code.page_and_code.empty() ? code.page : code.page_and_code;
    const std::string title = "Sign in to " + tools_.account.connector().title;
    answer_page(exchange, 200, title,
                "<h1>" + escaped(title) +
                    "</h1><p>Enter this code at <a rel=\"noreferrer\" target=\"_blank\" href=\"" +
                    escaped(address) + "\">" + escaped(code.page) + "</a>:</p><p><strong><code>" +
                    escaped(code.user_code) +
                    "</code></strong></p><p>This page goes on by itself once you have.</p>",
                {}, {{"Refresh", std::string(kLook) + "; url=" + tools_.account.uri("")}});
  }

  void begin(http::Exchange& exchange) {
    auto filled = read_form(exchange);
    if (!filled.trouble.empty()) return show_form(exchange, tools_, filled.trouble, {});
    const std::lock_guard guard(mutex_);
    try {
      under_way_.reset();  // a user who starts again has lost the code
      under_way_ = std::make_unique<DeviceSignIn>(tools_, std::move(filled));
    } catch (const Error& error) {
      return show_form(exchange, tools_, in_words(error), {});
    }
    redirect(exchange, tools_.account.uri("auth"));
  }

  const SignInTools tools_;
  std::mutex mutex_;
  std::unique_ptr<DeviceSignIn> under_way_;
};

}  // namespace

std::unique_ptr<Endpoints> make_device_pages(const SignInTools& tools) {
  return std::make_unique<DevicePages>(tools);
}

}  // namespace locker::service
