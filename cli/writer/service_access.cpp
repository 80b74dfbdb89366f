#include "cli/writer/service_access.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/replace.hpp"
#include "lib/base/suggest.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/http/address.hpp"
#include "lib/http/curl_transport.hpp"
#include "lib/http/traced.hpp"
#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

std::string base(const std::string& usual, const std::string& variable, const Context& context) {
  const auto value = context.environment.get(variable);
  return value ? http::checked_base_address(*value, variable) : usual;
}

/// Returns the base address of the service's sign-in endpoints and pages; absent if only that of its API was
/// set, from which it does not follow. The default would then belong to another installation of the service.
std::optional<std::string> web_base(const connector::Descriptor& connector, const Context& context) {
  const auto& ways = connector.sign_in;
  std::string api = api_base(connector, context);
  if (ways.web_base.empty()) return api;
  if (context.environment.get(ways.web_variable) || api == connector.api_base)
    return base(ways.web_base, ways.web_variable, context);
  return ways.web_of_api ? ways.web_of_api(api) : std::nullopt;
}

Error unknown_web_base(const connector::Descriptor& connector) {
  const std::string& variable = connector.sign_in.web_variable;
  return {ErrorKind::usage,
          connector.api_variable + " leads to another service, and " + variable +
              " does not say where to sign in to it",
          "set " + variable + " to the base address of its web pages"};
}

Error not_signed_in(const std::string& connector, const std::string& account) {
  return {ErrorKind::sign_in, account + ": not signed in",
          "run \"" + connector::auth_command(connector, account) + "\""};
}

/// The service that help and manuals use in their first examples.
constexpr std::string_view kFirstService = "twitter";

/// The error if nothing is signed in: names the accounts of the archive (which may come from a backup,
/// without tokens), else the first service.
Error nobody_signed_in(const Context& context) {
  if (context.home.exists())
    for (const auto& account : store::stored_accounts(store::Database::open_for_reading(context.home)))
      if (context.connectors.find(account.connector)) return not_signed_in(account.connector, account.name);
  const auto* first = context.connectors.find(kFirstService);
  const std::string& id = (first ? first : context.connectors.all().front())->id;
  return not_signed_in(id, id);
}

/// Returns the connector named in an account's me.json; by the account's own name if there is none.
const connector::Descriptor* connector_of(const std::string& account, const Context& context) {
  const auto settings = auth::load_settings(context.home, account);
  return context.connectors.find(settings && !settings->connector.empty() ? settings->connector : account);
}

std::vector<AccountName> all_accounts(const Context& context) {
  std::vector<AccountName> accounts;
  for (const auto& name : context.home.accounts())
    if (const auto* connector = connector_of(name, context)) accounts.push_back({name, connector});
  return accounts;
}

std::vector<std::string> known_names(const std::vector<AccountName>& accounts, const Context& context) {
  std::vector<std::string> names;
  for (const auto& account : accounts) names.push_back(account.name);
  for (const auto* connector : context.connectors.all())
    if (std::ranges::find(names, connector->id) == names.end()) names.push_back(connector->id);
  return names;
}

}  // namespace

std::string api_base(const connector::Descriptor& connector, const Context& context) {
  return base(connector.api_base, connector.api_variable, context);
}

std::string authorize_url(const connector::AuthorizationCode& way, const Context& context) {
  return base(way.authorize_url, way.authorize_variable, context);
}

std::string sign_in_base(const connector::Descriptor& connector, const Context& context) {
  if (auto web = web_base(connector, context)) return *web;
  throw unknown_web_base(connector);
}

auth::Endpoints token_endpoints(const connector::Descriptor& connector, const Context& context) {
  const auto web = web_base(connector, context);
  const auto& ways = connector.sign_in;
  const auto at = [](const std::optional<std::string>& base, const std::string& path) {
    return base && !path.empty() ? *base + path : std::string();
  };
  return {.token_url = at(web, ways.token_path),
          .revoke_url = at(web, ways.revoke_path),
          .wrong_client_hint = ways.wrong_client_hint,
          .secret_in_body = ways.secret_in_body,
          .device_code_url = ways.device_flow ? at(web, ways.device_flow->code_path) : std::string(),
          .app_revoke_url = at(api_base(connector, context), ways.app_revoke_path),
          .app_revoke_headers = ways.app_revoke_headers,
          .refused_token_message = ways.refused_token_message,
          .unknown = web ? std::nullopt : std::optional(unknown_web_base(connector))};
}

std::string with_addresses(std::string text, const connector::Descriptor& connector, const Context& context) {
  return replaced(std::move(text), "{web}",
                  web_base(connector, context).value_or(api_base(connector, context)));
}

Wire::Wire(Context& context)
    : Wire(context,
           [&err = context.err](std::string_view line) { err << text::printable(line) << std::endl; }) {}

Wire::Wire(Context& context, std::function<void(std::string_view)> say)
    : curl_(http::make_curl_transport({.user_agent = "locker/" LOCKER_VERSION})) {
  if (context.verbose > 0) traced_ = http::make_traced(*curl_, context.clock, std::move(say));
}

AccountName account_by_id(const std::string& id, const Context& context) {
  for (auto& account : all_accounts(context))
    if (account.name == id) return account;
  const auto* connector = connector_of(id, context);
  throw not_signed_in(connector ? connector->id : id, id);
}

std::string sign_in_command(const AccountName& account, auth::Origin origin) {
  const auto& from = account.connector->sign_in.borrowed_token;
  return connector::auth_command(account.connector->id, account.name) +
         (origin == auth::Origin::borrowed && from ? " --from-" + from->program : "");
}

std::vector<AccountName> chosen_accounts(const std::vector<std::string>& names, const Context& context) {
  const auto accounts = all_accounts(context);
  if (names.empty() && accounts.empty()) throw nobody_signed_in(context);
  if (names.empty()) return accounts;
  std::vector<AccountName> chosen;
  const auto take = [&](const AccountName& account) {
    if (std::ranges::find(chosen, account.name, &AccountName::name) == chosen.end())
      chosen.push_back(account);
  };
  for (const auto& name : names) {
    const auto* connector = context.connectors.find(name);
    bool is_known = false;
    for (const auto& account : accounts)
      if (account.name == name || account.connector == connector) {
        take(account);
        is_known = true;
      }
    if (is_known) continue;
    if (!connector)
      throw Error(ErrorKind::usage, "there is no account \"" + name + "\"",
                  suggestion_hint(name, known_names(accounts, context)));
    take({name, connector});  // not signed in; does not block the others
  }
  return chosen;
}

}  // namespace locker::cli
