#include "lib/service/sign_in_pages.hpp"

#include "lib/connector/auth_command.hpp"
#include "lib/serve/pages.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/pages.hpp"
#include "lib/sync/api_client.hpp"

namespace locker::service {
namespace {

using serve::escaped;

class ShellPage final : public Endpoints {
 public:
  explicit ShellPage(const Account& account) : account_(account) {}

  bool answer(http::Exchange& exchange) override {
    if (exchange.path() != "/auth") return false;
    const std::string title = "Sign in to " + account_.connector().title;
    if (only_reads(exchange))
      answer_page(exchange, 200, title,
                  "<h1>" + escaped(title) + "</h1><p>In a terminal: <code>" +
                      escaped(connector::auth_command(account_.connector().id, account_.id())) +
                      "</code></p><p>Then <a href=\"" + escaped(account_.uri("")) + "\">go on here</a>.</p>");
    return true;
  }

 private:
  const Account& account_;
};

}  // namespace

std::unique_ptr<Endpoints> make_shell_page(const Account& account) {
  return std::make_unique<ShellPage>(account);
}

std::unique_ptr<Endpoints> make_sign_in_pages(const SignInTools& tools) {
  const auto& ways = tools.account.connector().sign_in;
  if (ways.device_flow) return make_device_pages(tools);
  if (ways.authorization_code) return make_redirect_pages(tools);
  return make_shell_page(tools.account);
}

}  // namespace locker::service
