#include "lib/service/sign_in_form.hpp"

#include <algorithm>
#include <sstream>
#include <tuple>

#include "lib/base/money.hpp"
#include "lib/serve/pages.hpp"
#include "lib/service/pages.hpp"

namespace locker::service {
namespace {

using serve::escaped;

constexpr std::size_t kLargestForm = 64 * 1024;

constexpr char kAppFields[] =
    "<p><label>Client id<br><input name=\"client_id\" required autocomplete=\"off\"></label></p>"
    "<p><label>Client secret (nothing for an app that has none)<br><input name=\"client_secret\" "
    "type=\"password\" autocomplete=\"off\"></label></p>";

std::string preserved(const std::string& text) {
  return text.empty() ? std::string() : "<p style=\"white-space:pre-line\">" + escaped(text) + "</p>";
}

/// Returns the budget field, if the connector charges. `10` instead of `$10`: the form that the field
/// accepts.
std::string budget_field(const connector::Descriptor& connector) {
  if (!connector.charges()) return {};
  const std::string usual = format_dollars(connector.default_budget);
  return "<p><label>What reading may cost in a month, in dollars, or none<br><input name=\"budget\" "
         "value=\"" +
         escaped(usual.substr(usual.find_first_not_of('$'))) + "\"></label></p>";
}

/// Replaces `{web}` in a connector's text with the service's web address, below which its endpoints are.
std::string with_web_address(std::string text, const SignInTools& tools) {
  constexpr std::string_view kWeb = "{web}";
  std::string web = tools.addresses.endpoints.token_url;
  web.resize(web.size() - std::min(web.size(), tools.account.connector().sign_in.token_path.size()));
  for (auto at = text.find(kWeb); at != std::string::npos; at = text.find(kWeb, at + web.size()))
    text.replace(at, kWeb.size(), web);
  return text;
}

/// Returns the instructions for registering an app, adapted to this server: without the line about the
/// command's callback address, and with this server's current address.
std::string instructions_of(const SignInTools& tools) {
  const auto& account = tools.account;
  const auto& sign_in = account.connector().sign_in;
  if (!sign_in.authorization_code) return with_web_address(sign_in.instructions, tools);
  const auto& [command, server] =
      std::tie(sign_in.authorization_code->redirect_uri, sign_in.authorization_code->serve_redirect_uri);
  std::istringstream lines(sign_in.instructions);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (!command.empty() && line.find(command) != std::string::npos) continue;
    if (const auto at = server.empty() ? std::string::npos : line.find(server); at != std::string::npos)
      line.replace(at, std::string::npos, account.uri("authComplete"));
    text += line + "\n";
  }
  return with_web_address(text, tools);
}

std::string callback_line(const SignInTools& tools) {
  const auto& account = tools.account;
  const bool is_named = instructions_of(tools).find(account.uri("authComplete")) != std::string::npos;
  if (!account.connector().sign_in.authorization_code || is_named) return {};
  return "<p>Register this callback address with your app: <code>" + escaped(account.uri("authComplete")) +
         "</code></p>";
}

}  // namespace

void show_form(http::Exchange& exchange, const SignInTools& tools, const std::string& trouble,
               const std::string& goes_to) {
  const auto& account = tools.account;
  const auto& connector = account.connector();
  const std::string title = "Sign in to " + connector.title;
  answer_page(exchange, trouble.empty() ? 200 : 400, title,
              "<h1>" + escaped(title) + "</h1>" +
                  (trouble.empty() ? "" : "<p class=\"bad\">" + escaped(trouble) + "</p>") +
                  preserved(connector.sign_in.introduction) + preserved(instructions_of(tools)) +
                  callback_line(tools) + "<form method=\"post\" action=\"" +
                  escaped(account.uri("saveAuth")) + "\">" + kAppFields + budget_field(connector) +
                  "<p><button>Go on to " + escaped(connector.title) + "</button></p></form>",
              goes_to);
}

FilledForm read_form(http::Exchange& exchange) {
  auto fields = http::parse_form(exchange.body().whole(kLargestForm));
  FilledForm filled{.client = {fields["client_id"], Secret(fields["client_secret"])},
                    .budget = fields["budget"],
                    .trouble = {}};
  if (filled.client.id.empty())
    filled.trouble = "The client id of your app is needed.";
  else if (!filled.budget.empty() && filled.budget != "none" && !parse_dollars(filled.budget))
    filled.trouble = "\"" + filled.budget + "\" is no sum of dollars; say for example 10, or none.";
  return filled;
}

std::string in_words(const Error& error) {
  return std::string(error.what()) + (error.hint().empty() ? "" : "; " + error.hint());
}

}  // namespace locker::service
