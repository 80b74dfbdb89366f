#include "cli/commands/auth.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/writer/service_access.hpp"
#include "cli/writer/sign_in.hpp"
#include "lib/auth/authorized.hpp"
#include "lib/auth/stored_tokens.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/money.hpp"
#include "lib/base/suggest.hpp"
#include "lib/http/address.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/profile_look.hpp"
#include "lib/sync/session.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using auth::AccountSettings;
using auth::Credentials;
using nlohmann::json;

std::string joined(const std::vector<std::string>& words, const char* separator = " ") {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : separator).append(word);
  return text;
}

const connector::Connector& connector_named(const std::string& name, const Context& context) {
  if (const auto* found = context.connectors.find(name)) return *found;
  std::vector<std::string> names;
  for (const auto* one : context.connectors.all()) names.push_back(one->id);
  throw Error(ErrorKind::usage, "there is no connector \"" + name + "\"", suggestion_hint(name, names));
}

/// A secret file's one line. Others on the machine should not be able to read it.
Secret read_client_secret(const std::string& file, Context& context) {
  namespace fs = std::filesystem;
  const auto text = read_file(file);
  if (!text)
    throw Error(ErrorKind::usage, "there is no file " + file, "name the file that holds the client secret");
  const auto first = text->find_first_not_of(" \t\r\n");
  if (first == std::string::npos) throw Error(ErrorKind::usage, file + " is empty");
  constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
  if ((fs::status(file).permissions() & kOthers) != fs::perms::none)
    context.err << "warning: others can read " << file << "; run \"chmod 600 " << file << "\"\n";
  return Secret(text->substr(first, text->find_last_not_of(" \t\r\n") - first + 1));
}

/// One sign-in, from options to the stored token.
class SignIn {
 public:
  SignIn(const AuthOptions& options, Context& context)
      : options_(options),
        context_(context),
        connector_(connector_named(options.connector, context)),
        account_(options.account.empty() ? connector_.id : options.account),
        wire_(context),
        endpoint_(wire_.transport(), token_endpoints(connector_, context)),
        store_(context.home, account_) {}

  int run() {
    budget_ = wanted_budget();
    read_settings();
    if (only_the_choice_changes()) return save_choice();
    if (first_time_ && !context_.quiet) context_.err << connector_.sign_in.introduction << std::endl;
    choose_client();
    Credentials credentials;
    credentials.client.id = settings_.client_id;
    if (!settings_.client_secret_file.empty())
      credentials.client.secret = read_client_secret(settings_.client_secret_file, context_);
    credentials.token = options_.token_stdin ? read_token(context_) : consent(credentials.client);
    keep(std::move(credentials));
    return 0;
  }

 private:
  void read_settings() {
    const bool exists = std::filesystem::exists(context_.home.account(account_));
    if (!exists && !is_account_id(account_))
      throw Error(ErrorKind::usage, "\"" + account_ + "\" cannot be an account's name",
                  "use small letters, digits, - and _, beginning with a letter or digit");
    const auto stored = auth::load_settings(context_.home, account_);
    first_time_ = !stored;
    if (stored) settings_ = *stored;
    if (!settings_.connector.empty() && settings_.connector != connector_.id)
      throw Error(ErrorKind::usage, "account \"" + account_ + "\" belongs to " + settings_.connector,
                  "choose another name with --account");
    settings_.connector = connector_.id;
    if (!options_.streams.empty())
      settings_.streams = auth::choose_streams(connector_, options_.streams, settings_.streams);
    if (!options_.client_id.empty() && options_.client_id != settings_.client_id) {
      settings_.client_id = options_.client_id;
      settings_.client_secret_file.clear();
    }
    if (!options_.client_secret_file.empty())
      settings_.client_secret_file = std::filesystem::absolute(options_.client_secret_file).string();
    if (!options_.redirect_uri.empty()) settings_.redirect_uri = options_.redirect_uri;
    if (!settings_.redirect_uri.empty() && !http::parse_address(settings_.redirect_uri))
      throw Error(ErrorKind::usage, "\"" + settings_.redirect_uri + "\" is no redirect address",
                  "say for example http://127.0.0.1:8976/callback");
  }

  /// `--streams` alone, where the token that is there allows them all.
  bool only_the_choice_changes() const {
    if (options_.streams.empty() || options_.token_stdin || !options_.client_id.empty() ||
        !options_.client_secret_file.empty() || !options_.redirect_uri.empty())
      return false;
    const auto credentials = store_.load();
    if (!credentials || credentials->token.scopes.empty()) return false;
    return missing_scopes(credentials->token.scopes).empty();
  }

  int save_choice() {
    auth::save_settings(context_.home, account_, connector_, settings_);
    if (budget_) writer().set_budget(account_, *budget_);
    if (!context_.quiet)
      context_.err << account_ << ": will sync " << joined(*settings_.streams, ", ")
                   << "; no new sign-in is needed\n";
    return 0;
  }

  std::vector<std::string> missing_scopes(const std::vector<std::string>& granted) const {
    std::vector<std::string> missing;
    for (const auto& scope : auth::scopes_of(connector_, settings_.streams))
      if (std::ranges::find(granted, scope) == granted.end()) missing.push_back(scope);
    return missing;
  }

  [[nodiscard]] bool may_ask() const { return context_.in_is_tty && !context_.no_input; }

  std::string ask(const std::string& question) {
    context_.err << question << std::flush;
    std::string line;
    std::getline(context_.in, line);
    if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    const auto first = line.find_first_not_of(" \t\r");
    return first == std::string::npos ? std::string()
                                      : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
  }

  void choose_client() {
    if (!settings_.client_id.empty() || options_.token_stdin) return;
    if (!context_.quiet) {
      context_.err << connector_.sign_in.instructions << "\nWhat will be asked for, by stream:\n";
      explain_scopes();
    }
    if (!may_ask())
      throw Error(ErrorKind::usage, "the client id of your developer app is not known",
                  "name it with --client-id, or run this in a terminal");
    settings_.client_id = ask("\nClient id: ");
    if (settings_.client_id.empty()) throw Error(ErrorKind::usage, "no client id was given", "run it again");
    if (settings_.client_secret_file.empty()) {
      const std::string file = ask("File with the client secret (nothing for a Native App): ");
      if (!file.empty()) settings_.client_secret_file = std::filesystem::absolute(file).string();
    }
  }

  void explain_scopes() {
    for (const auto& stream : connector_.streams) {
      const bool chosen = settings_.streams
                              ? std::ranges::find(*settings_.streams, stream.name) != settings_.streams->end()
                              : stream.on_by_default;
      context_.err
          << "  " << stream.name << std::string(18 - std::min<std::size_t>(17, stream.name.size()), ' ')
          << (stream.scopes.empty() ? std::string("-") : joined(stream.scopes))
          << (chosen ? "" : "   (not read unless --streams +" + stream.name + ": " + stream.off_because + ")")
          << "\n";
    }
  }

  auth::Token consent(const auth::Client& client) {
    const auto& way = connector_.sign_in.authorization_code.value();
    const std::string redirect = settings_.redirect_uri.empty() ? way.redirect_uri : settings_.redirect_uri;
    return ask_for_consent({connector_, client, authorize_url(way, context_), redirect,
                            auth::scopes_of(connector_, settings_.streams), options_.no_browser},
                           endpoint_, context_);
  }

  /// Whose token it is decides before anything is stored. A service that cannot say so now is asked
  /// again by the first sync.
  void keep(Credentials credentials) {
    const bool is_new = !writer().account(account_);
    if (is_new && !budget_ && may_ask()) budget_ = ask_for_budget();
    const auto behaviour = sync::make_connector(connector_.id);
    const auto look = look_at_owner(credentials.token.access, *behaviour);
    const auto before = writer().account(account_);
    writer().ensure_account(account_, connector_.id, budget_.value_or(connector_.default_budget),
                            context_.clock.now());
    if (look) {
      writer().bind_account(account_, look->identity.user_id, look->identity.handle);
      credentials.user_id = look->identity.user_id;
    }
    {
      const FileLock alone = store_.lock(context_.clock, context_.stop);
      store_.save(credentials);
    }
    auth::save_settings(context_.home, account_, connector_, settings_);
    if (budget_ && before) writer().set_budget(account_, *budget_);
    if (look)
      (void)sync::keep_profile(*look, *behaviour, writer(), account_, context_.clock.now(), wants("profile"));
    report(credentials, look ? look->identity : sync::Identity{});
  }

  bool wants(std::string_view stream) const {
    return !settings_.streams || std::ranges::find(*settings_.streams, stream) != settings_.streams->end();
  }

  std::optional<sync::ProfileLook> look_at_owner(const Secret& token, const sync::Connector& behaviour) {
    const auto tokens = auth::make_fixed_token(token);
    http::Waiter waiter(context_.clock, {.no_wait = false, .most = std::chrono::seconds(20)}, nullptr);
    sync::Session session(wire_.transport(), behaviour, *tokens, waiter);
    sync::Service service(behaviour, session.transport(), writer(), account_,
                          {api_base(connector_, context_), {}, {}, {}}, context_.clock, context_.stop);
    try {
      return sync::look_at_profile(service, session.meter());
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::sign_in || error.kind() == ErrorKind::interrupted) throw;
      context_.err << "warning: whose account this is could not be learnt yet ("
                   << text::printable(error.what()) << (error.hint().empty() ? "" : "; " + error.hint())
                   << ")\n";
      return std::nullopt;
    }
  }

  /// Absent: not said. A budget of none is no limit.
  using Budget = std::optional<std::int64_t>;
  std::optional<Budget> wanted_budget() const {
    if (options_.budget.empty()) return std::nullopt;
    return parse_budget(options_.budget);
  }
  static Budget parse_budget(const std::string& text) {
    if (text == "none") return std::nullopt;
    if (const auto amount = parse_dollars(text)) return amount;
    throw Error(ErrorKind::usage, "\"" + text + "\" is no sum of dollars",
                "say for example --budget 10, or none");
  }
  std::optional<Budget> ask_for_budget() {
    const std::string answer = ask("What may reading cost in a month, in dollars, or none [" +
                                   format_dollars(connector_.default_budget) + "]: ");
    if (answer.empty()) return std::nullopt;
    return parse_budget(answer);
  }

  void report(const Credentials& credentials, const sync::Identity& identity) {
    if (context_.json) {
      json document{
          {"account", account_}, {"connector", connector_.id}, {"scopes", credentials.token.scopes}};
      document["user_id"] = identity.user_id.empty() ? json() : json(identity.user_id);
      document["handle"] = identity.handle.empty() ? json() : json(identity.handle);
      document["expires"] =
          credentials.token.expires ? json(format_rfc3339(*credentials.token.expires)) : json();
      context_.out << document.dump() << "\n";
    }
    if (context_.quiet) return;
    context_.err << "signed in" << (identity.handle.empty() ? "" : " as @" + text::printable(identity.handle))
                 << " (account " << account_ << ")\n";
    if (!credentials.token.scopes.empty())
      if (const auto missing = missing_scopes(credentials.token.scopes); !missing.empty())
        context_.err << "warning: the service did not grant " << joined(missing, ", ")
                     << "; the streams that need it are left out\n";
    if (credentials.token.refresh.empty())
      context_.err << "warning: there is no refresh token, so this sign-in ends with its access token\n";
    context_.err << "next: locker sync " << account_ << " --dry-run\n";
  }

  store::Writer& writer() {
    if (!writer_) writer_ = std::make_unique<store::Writer>(context_.home, context_.connectors);
    return *writer_;
  }

  const AuthOptions& options_;
  Context& context_;
  const connector::Connector& connector_;
  const std::string account_;
  Wire wire_;
  auth::TokenEndpoint endpoint_;
  auth::TokenStore store_;
  AccountSettings settings_;
  std::optional<Budget> budget_;
  bool first_time_ = false;
  std::unique_ptr<store::Writer> writer_;
};

std::string sign_in_command(const AccountName& account) {
  return sync::auth_command(account.connector->id, account.name);
}

AccountName one_account(const std::string& name, const Context& context) {
  const auto chosen = chosen_accounts({name}, context);
  for (const auto& account : chosen)
    if (account.name == name) return account;
  if (chosen.size() == 1) return chosen.front();
  throw Error(ErrorKind::usage, "\"" + name + "\" means several accounts", "name one of them");
}

}  // namespace

int run_auth(const AuthOptions& options, Context& context) { return SignIn(options, context).run(); }

int run_auth_status(Context& context) {
  json accounts = json::array();
  for (const auto& name : context.home.accounts()) {
    const auto settings = auth::load_settings(context.home, name);
    const auto credentials = auth::TokenStore(context.home, name).load();
    json entry{{"account", name}, {"connector", settings->connector}, {"signed_in", credentials.has_value()}};
    if (settings->streams) entry["streams"] = *settings->streams;
    if (credentials) {
      const auto& token = credentials->token;
      entry["user_id"] = credentials->user_id.empty() ? json() : json(credentials->user_id);
      entry["scopes"] = token.scopes;
      entry["expires"] = token.expires ? json(format_rfc3339(*token.expires)) : json();
      entry["refreshable"] = !token.refresh.empty();
      entry["client"] = credentials->client.secret.empty() ? "public" : "confidential";
    }
    accounts.push_back(std::move(entry));
  }
  if (context.json) {
    context.out << json{{"accounts", accounts}}.dump() << "\n";
    return 0;
  }
  if (accounts.empty()) context.err << "no account is signed in; run \"locker auth twitter\"\n";
  for (const auto& entry : accounts) {
    context.out << text::printable(entry["account"].get<std::string>()) << ": ";
    if (!entry["signed_in"].get<bool>()) {
      context.out << "not signed in\n";
      continue;
    }
    context.out << "signed in";
    if (entry["user_id"].is_string())
      context.out << ", user " << text::printable(entry["user_id"].get<std::string>());
    if (entry["expires"].is_string()) {
      const auto expires = *parse_rfc3339(entry["expires"].get<std::string>());
      context.out << ", access token until "
                  << (context.out_terminal.is_tty ? format_human(expires, context.clock.now())
                                                  : format_rfc3339(expires));
    }
    context.out << (entry["refreshable"].get<bool>() ? ", refreshed by itself" : ", cannot be refreshed");
    const auto scopes = entry["scopes"].get<std::vector<std::string>>();
    if (!scopes.empty()) context.out << "\n  scopes: " << text::printable(joined(scopes));
    if (entry.contains("streams"))
      context.out << "\n  streams: " << joined(entry["streams"].get<std::vector<std::string>>());
    context.out << "\n";
  }
  return 0;
}

int run_auth_refresh(const AuthAccountOptions& options, Context& context) {
  const AccountName account = one_account(options.account, context);
  Wire wire(context);
  auth::TokenEndpoint endpoint(wire.transport(), token_endpoints(*account.connector, context));
  auth::refresh_now(auth::TokenStore(context.home, account.name), endpoint, context.clock,
                    sign_in_command(account), context.stop);
  if (context.json) context.out << json{{"account", account.name}, {"refreshed", true}}.dump() << "\n";
  if (!context.quiet && context.err_terminal.is_tty) context.err << account.name << ": token refreshed\n";
  return 0;
}

int run_auth_logout(const AuthAccountOptions& options, Context& context) {
  const AccountName account = one_account(options.account, context);
  const auth::TokenStore store(context.home, account.name);
  const FileLock alone = store.lock(context.clock, context.stop);
  const auto credentials = store.load();
  if (!credentials)
    throw Error(ErrorKind::sign_in, account.name + ": not signed in", "there is nothing to sign out of");
  Wire wire(context);
  auth::TokenEndpoint endpoint(wire.transport(), token_endpoints(*account.connector, context));
  try {
    for (const Secret* token : {&credentials->token.refresh, &credentials->token.access})
      if (!token->empty() && !credentials->client.id.empty())
        endpoint.revoke(credentials->client, *token, context.stop);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::sign_in)
      throw Error(error.kind(),
                  account.name + ": still signed in, since the token could not be revoked: " + error.what(),
                  "run it again later");
    // The service no longer knows it: that is what was wanted.
  }
  store.erase();
  if (context.json) context.out << json{{"account", account.name}, {"signed_in", false}}.dump() << "\n";
  if (!context.quiet)
    context.err << account.name << ": signed out; what was stored stays. \"locker forget " << account.name
                << "\" would erase it\n";
  return 0;
}

}  // namespace locker::cli
