#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/commands/auth.hpp"
#include "cli/output/json_output.hpp"
#include "cli/writer/service_access.hpp"
#include "lib/auth/scopes.hpp"
#include "lib/auth/stored_tokens.hpp"
#include "lib/base/error.hpp"
#include "lib/base/exit_code.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/http/retrying.hpp"
#include "lib/store/status.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/text/terminal.hpp"

/// The subcommands of `locker auth` for accounts that are signed in.
namespace locker::cli {
namespace {

using auth::Credentials;
using nlohmann::json;

/// Lists of names in an entry, and their titles.
constexpr std::pair<const char*, const char*> kLists[] = {
    {"scopes", "scopes"}, {"not_granted", "asked for and not granted"}, {"streams", "streams"}};

AccountName one_account(const std::string& name, const Context& context) {
  const auto chosen = chosen_accounts({name}, context);
  if (chosen.size() == 1 && !auth::load_settings(context.home, chosen.front().name))
    throw Error(ErrorKind::sign_in, name + ": not signed in",
                "run \"" + connector::auth_command(chosen.front().connector->id, name) + "\"");
  for (const auto& account : chosen)
    if (account.name == name) return account;
  if (chosen.size() == 1) return chosen.front();
  throw Error(ErrorKind::usage, "\"" + name + "\" means several accounts", "name one of them");
}

/// Returns the command that obtains such a token again; empty if the connector is not known here.
std::string next_step(const std::string& name, const Credentials& credentials, const Context& context) {
  const auto settings = auth::load_settings(context.home, name);
  const auto* connector = context.connectors.find(settings->connector);
  return connector ? sign_in_command({name, connector}, credentials.origin) : std::string();
}

/// Returns when and why the sign-in ended, and the next step.
json end_of(const auth::EndedSignIn& ended, const std::string& name, const Credentials& credentials,
            const Context& context) {
  return {{"time", format_rfc3339(ended.time)},
          {"reason", ended.reason},
          {"next_step", next_step(name, credentials, context)}};
}

/// Returns an empty map if the archive cannot be read, since a sign-in does not need it.
std::map<std::string, std::string> stored_handles(const Context& context) try {
  return store::handles(store::Database::open_for_reading(context.home));
} catch (const Error&) {
  return {};
}

json status_of(const std::string& name, const std::string& handle, const Context& context) {
  const auto settings = auth::load_settings(context.home, name);
  const auto credentials = auth::TokenStore(context.home, name).load();
  const auto sign_in = auth::sign_in_state(context.home, name, context.clock.now());
  json entry{{"account", name}, {"connector", settings->connector}, {"signed_in", sign_in.signed_in}};
  if (settings->streams) entry["streams"] = *settings->streams;
  if (!credentials) return entry;
  entry["ended"] = sign_in.ended ? end_of(*sign_in.ended, name, *credentials, context) : json();
  const auto& token = credentials->token;
  entry["user_id"] = credentials->user_id.empty() ? json() : json(credentials->user_id);
  entry["handle"] = handle.empty() || credentials->user_id.empty() ? json() : json(handle);
  entry["scopes"] = token.scopes.value_or(std::vector<std::string>());
  if (const auto* connector = context.connectors.find(settings->connector))
    entry["not_granted"] = auth::refused_scopes(*credentials, connector->sign_in);
  entry["expires"] = token.expires ? json(format_rfc3339(*token.expires)) : json();
  entry["refreshable"] = !token.refresh.empty() && !credentials->ended;
  entry["ends_soon"] = auth::ends_soon(token, context.clock.now());
  if (entry["ends_soon"].get<bool>()) entry["next_step"] = next_step(name, *credentials, context);
  entry["origin"] = auth::name_of(credentials->origin);
  entry["client"] = credentials->client.secret.empty() ? "public" : "confidential";
  return entry;
}

/// Returns `, refreshed by itself` or the like: what will happen to the token.
std::string future_of(const json& entry, const Context& context) {
  if (entry["refreshable"].get<bool>()) return ", refreshed by itself";
  const auto* connector = context.connectors.find(entry["connector"].get<std::string>());
  if (connector && connector->sign_in.tokens_never_expire && entry["expires"].is_null())
    return ", good until it is revoked";
  return ", cannot be refreshed";
}

std::string shown_time(const json& time, const Context& context) {
  const auto text = time.get<std::string>();
  return context.out_terminal.is_tty ? format_human(*parse_rfc3339(text), context.clock.now()) : text;
}

bool has_ended(const json& entry) { return entry.contains("ended") && entry["ended"].is_object(); }

void show_end(const json& ended, Context& context) {
  context.out << "sign-in needed, since it ended on " << shown_time(ended["time"], context) << " ("
              << text::printable(ended["reason"].get<std::string>()) << "); run \""
              << ended["next_step"].get<std::string>() << "\"\n";
}

/// Returns ` as @somebody (user 12)`.
std::string whose(const json& entry, const Context& context) {
  if (!entry["user_id"].is_string()) return {};
  const std::string user = "user " + text::printable(entry["user_id"].get<std::string>());
  if (!entry["handle"].is_string()) return ", " + user;
  const auto* connector = context.connectors.find(entry["connector"].get<std::string>());
  const std::string handle = entry["handle"].get<std::string>();
  return " as " + text::printable(connector ? connector->called(handle) : handle) + " (" + user + ")";
}

void show(const json& entry, Context& context) {
  context.out << text::printable(entry["account"].get<std::string>()) << ": ";
  if (has_ended(entry)) return show_end(entry["ended"], context);
  if (!entry["signed_in"].get<bool>()) {
    context.out << "not signed in\n";
    return;
  }
  context.out << "signed in" << whose(entry, context);
  if (entry["origin"] != auth::name_of(auth::Origin::service))
    context.out << ", with a " << entry["origin"].get<std::string>() << " token";
  if (entry["expires"].is_string())
    context.out << ", access token until " << shown_time(entry["expires"], context);
  context.out << future_of(entry, context);
  if (entry["ends_soon"].get<bool>())
    context.out << "\n  ends soon: run \"" << entry["next_step"].get<std::string>() << "\" before";
  for (const auto& [list, title] : kLists) {
    if (!entry.contains(list) || entry[list].empty()) continue;
    context.out << "\n  " << title << ":";
    for (const auto& name : entry[list]) context.out << " " << text::printable(name.get<std::string>());
  }
  context.out << "\n";
}

/// Revokes the token. Returns why that failed, or what the user has to do instead; empty if it is revoked.
std::string end_token(const AccountName& account, const Credentials& credentials, Context& context) {
  const auto& ways = account.connector->sign_in;
  if (credentials.origin == auth::Origin::borrowed && ways.borrowed_token)
    return ways.borrowed_token->program + " still has the token; \"" + ways.borrowed_token->program +
           " auth logout\" would end it there";
  Wire wire(context);
  auth::TokenEndpoint endpoint(wire.transport(), token_endpoints(*account.connector, context));
  const bool by_app_alone = ways.revoke_path.empty() && credentials.origin != auth::Origin::service;
  if (by_app_alone || !endpoint.can_revoke(credentials.client)) {
    if (ways.manual_revoke_hint.empty()) return {};
    return "the token was not revoked; " +
           with_addresses(ways.manual_revoke_hint, *account.connector, context);
  }
  try {
    for (const Secret* token : {&credentials.token.refresh, &credentials.token.access})
      if (!token->empty() && !(ways.revoke_path.empty() && token == &credentials.token.refresh))
        endpoint.revoke(credentials.client, *token, context.stop);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::sign_in)
      throw Error(error.kind(),
                  account.name + ": still signed in, since the token could not be revoked: " + error.what(),
                  "run it again later");
    // The service no longer knows the token, which is the intended result.
  }
  return {};
}

}  // namespace

int run_auth_status(Context& context) {
  json accounts = json::array();
  const auto handles = stored_handles(context);
  for (const auto& name : context.home.accounts()) {
    const auto handle = handles.find(name);
    accounts.push_back(status_of(name, handle == handles.end() ? "" : handle->second, context));
  }
  const int code = std::ranges::any_of(accounts, has_ended) ? exit_code::kSignIn : exit_code::kDone;
  if (context.json) {
    print_json({{"accounts", accounts}}, context);
    return code;
  }
  if (accounts.empty()) context.err << "no account is signed in; run \"locker auth CONNECTOR\"\n";
  for (const auto& entry : accounts) show(entry, context);
  return code;
}

int run_auth_refresh(const AuthAccountOptions& options, Context& context) {
  const AccountName account = one_account(options.account, context);
  const auth::TokenStore store(context.home, account.name);
  const auto credentials = store.load();
  const auto& ways = account.connector->sign_in;
  const bool lasts = credentials && credentials->token.refresh.empty() && !credentials->token.expires &&
                     ways.tokens_never_expire;
  if (!lasts) {
    Wire wire(context);
    http::Waiter waiter(context.clock, {}, [&](std::string_view reason, Instant until) {
      context.err << account.name << ": " << text::printable(reason) << " until " << format_rfc3339(until)
                  << "\n";
    });
    const auto patient =
        http::make_retrying(wire.transport(), waiter, {.retries = 3, .unprocessed_only = true});
    auth::TokenEndpoint endpoint(*patient, token_endpoints(*account.connector, context));
    auth::refresh_now(store, endpoint, context.clock,
                      sign_in_command(account, credentials ? credentials->origin : auth::Origin::service),
                      context.stop);
  }
  if (context.json) print_json({{"account", account.name}, {"refreshed", !lasts}}, context);
  if (!context.quiet && (lasts || context.err_terminal.is_tty))
    context.err << account.name
                << (lasts ? ": the token is good until it is revoked, and needs no refresh\n"
                          : ": token refreshed\n");
  return 0;
}

int run_auth_logout(const AuthAccountOptions& options, Context& context) {
  const AccountName account = one_account(options.account, context);
  const auth::TokenStore store(context.home, account.name);
  const FileLock alone = store.lock(context.clock, context.stop);
  const auto credentials = store.load();
  if (!credentials)
    throw Error(ErrorKind::sign_in, account.name + ": not signed in", "there is nothing to sign out of");
  const std::string left_to_do = end_token(account, *credentials, context);
  store.erase();
  if (context.json)
    print_json({{"account", account.name}, {"signed_in", false}, {"revoked", left_to_do.empty()}}, context);
  if (!left_to_do.empty()) context.err << account.name << ": " << left_to_do << "\n";
  if (!context.quiet)
    context.err << account.name << ": signed out; what was stored stays. \"locker forget " << account.name
                << "\" would erase it\n";
  return 0;
}

}  // namespace locker::cli
