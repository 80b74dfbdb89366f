#include "cli/commands/auth.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/writer/developer_app.hpp"
#include "cli/writer/left_out.hpp"
#include "cli/writer/prompt.hpp"
#include "cli/writer/service_access.hpp"
#include "cli/writer/way_in.hpp"
#include "lib/auth/authorized.hpp"
#include "lib/auth/scopes.hpp"
#include "lib/auth/stored_tokens.hpp"
#include "lib/auth/token_heard.hpp"
#include "lib/base/error.hpp"
#include "lib/base/money.hpp"
#include "lib/base/reserved.hpp"
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
using Names = std::vector<std::string>;

std::string joined(const Names& words, const char* separator = " ") {
  std::string text;
  for (const auto& word : words) text.append(text.empty() ? "" : separator).append(word);
  return text;
}

const connector::Descriptor& connector_named(const std::string& name, const Context& context) {
  if (const auto* found = context.connectors.find(name)) return *found;
  // Where a connector is named, what else `auth` does is meant as often.
  if (const auto near = suggest(name, {"status", "refresh", "logout"}); !near.empty())
    throw Error(ErrorKind::usage, "there is no connector \"" + name + "\"",
                "did you mean \"locker auth " + near + "\"?");
  Names names;
  for (const auto* one : context.connectors.all()) names.push_back(one->id);
  throw Error(ErrorKind::usage, "there is no connector \"" + name + "\"", suggestion_hint(name, names));
}

/// One sign-in, from options to the stored token.
class SignIn {
 public:
  SignIn(const AuthOptions& options, Context& context)
      : options_(options),
        context_(context),
        connector_(connector_named(options.connector, context)),
        way_(way_in(options, connector_)),
        account_(options.account.empty() ? connector_.id : options.account),
        wire_(context),
        endpoint_(wire_.transport(), token_endpoints(connector_, context)),
        store_(context.home, account_) {}

  int run() {
    budget_ = wanted_budget();
    read_settings();
    if (only_the_choice_changes()) return save_choice();
    if (first_time_ && !context_.quiet && !connector_.sign_in.introduction.empty())
      context_.err << with_addresses(connector_.sign_in.introduction, connector_, context_) << std::endl;
    if (way_.needs_app) choose_developer_app(connector_, settings_, context_);
    Credentials credentials;
    if (way_.origin != auth::Origin::borrowed) credentials.client = client_of(settings_, context_);
    credentials.origin = options_.token_is_ours ? auth::Origin::service : way_.origin;
    const Names scopes = auth::scopes_of(connector_, settings_.streams);
    credentials.token = way_.take(
        {options_, connector_, credentials.client, settings_.redirect_uri, scopes, endpoint_}, context_);
    if (credentials.origin == auth::Origin::service) credentials.asked = scopes;
    keep(std::move(credentials));
    return 0;
  }

 private:
  void read_settings() {
    refuse_reserved_id(account_);
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
    before_ = settings_.streams;
    if (!options_.streams.empty())
      settings_.streams = auth::choose_streams(connector_, options_.streams, settings_.streams);
    read_app_options();
  }

  void read_app_options() {
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

  /// `--streams` alone, where the token that is there allows them all, or no sign-in could make it.
  bool only_the_choice_changes() const {
    if (options_.streams.empty() || options_.token_stdin || !options_.borrow_from.empty() ||
        !options_.client_id.empty() || !options_.client_secret_file.empty() || !options_.redirect_uri.empty())
      return false;
    const auto credentials = store_.load();
    if (!credentials) return false;
    const auto& granted = credentials->token.scopes;
    const bool is_ours = credentials->origin == auth::Origin::service;
    if (!granted) return !is_ours && !connector_.sign_in.granted_scopes_header.empty();
    return missing(needed_scopes(), *granted).empty() &&
           (!is_ours || missing(scopes_of_added_streams(), *granted).empty());
  }

  int save_choice() {
    auth::save_settings(context_.home, account_, connector_, settings_);
    if (budget_) writer().set_budget(account_, *budget_);
    settle_left_out(writer(), account_, settings_, context_);
    if (!context_.quiet)
      context_.err << account_ << ": will sync " << joined(*settings_.streams, ", ")
                   << "; no new sign-in is needed\n";
    return 0;
  }

  [[nodiscard]] Names missing(const Names& wanted, const Names& granted) const {
    return auth::missing_of(wanted, connector_.sign_in, granted);
  }

  [[nodiscard]] bool wants(const connector::Stream& stream, const std::optional<Names>& choice) const {
    return choice ? std::ranges::find(*choice, stream.name) != choice->end() : stream.on_by_default;
  }

  static void add_new(const Names& names, Names& to) {
    for (const auto& name : names)
      if (std::ranges::find(to, name) == to.end()) to.push_back(name);
  }

  /// Without which streams of the choice are left out.
  [[nodiscard]] Names needed_scopes() const {
    Names scopes = connector_.sign_in.scopes;
    for (const auto& stream : connector_.streams)
      if (wants(stream, settings_.streams)) add_new(stream.scopes, scopes);
    return scopes;
  }

  [[nodiscard]] Names scopes_of_added_streams() const {
    Names added;
    for (const auto& stream : connector_.streams)
      if (wants(stream, settings_.streams) && !wants(stream, before_)) added.push_back(stream.name);
    return auth::scopes_of(connector_, added);
  }

  /// Whose token it is decides before anything is stored. A service that cannot say so now is asked
  /// again by the first sync.
  void keep(Credentials credentials) {
    const bool is_new = !writer().account(account_);
    if (is_new && !budget_ && connector_.charges() && may_ask(context_)) budget_ = ask_for_budget();
    const auto behaviour = sync::make_connector(connector_.id);
    const auto look = look_at_owner(credentials.token, *behaviour);
    const auto before = writer().account(account_);
    writer().ensure_account(account_, connector_.id, budget_.value_or(usual_budget()), context_.clock.now());
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
    settle_left_out(writer(), account_, settings_, context_);
    enter_into_ledger(look, *behaviour);
    report(credentials, look ? look->identity : sync::Identity{});
  }

  void enter_into_ledger(const std::optional<sync::ProfileLook>& look, const sync::Connector& behaviour) {
    const Instant now = context_.clock.now();
    if (look) (void)sync::keep_profile(*look, behaviour, writer(), account_, now, keeps_profile());
    if (unreadable_)
      (void)sync::charge_unread_look(*unreadable_, behaviour, writer(), account_, looks_sent_, now);
  }

  [[nodiscard]] bool keeps_profile() const {
    const auto* profile = connector_.stream("profile");
    return profile && (!settings_.streams || wants(*profile, settings_.streams));
  }

  /// Also learns what the token may read and when it ends, where the service says so with each answer.
  std::optional<sync::ProfileLook> look_at_owner(auth::Token& token, const sync::Connector& behaviour) {
    const auto tokens = auth::make_fixed_token(token.access);
    http::Waiter waiter(context_.clock, {.no_wait = false, .most = std::chrono::seconds(20)}, nullptr);
    auth::TokenHeard heard(wire_.transport(), connector_.sign_in);
    sync::Session session(heard, behaviour, *tokens, waiter, api_base(connector_, context_));
    sync::ApiClient service(behaviour, session.transport(), writer(), account_,
                            {api_base(connector_, context_), {}, {}, {}}, context_.clock, context_.stop);
    try {
      auto look = sync::look_at_profile(service, session.meter());
      if (auto scopes = heard.scopes()) token.scopes = std::move(scopes);
      if (heard.expires() && !token.expires) token.expires = heard.expires();
      return look;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::sign_in || error.kind() == ErrorKind::interrupted) throw;
      if (error.kind() == ErrorKind::malformed) unreadable_ = error;
      looks_sent_ = session.meter().sent;
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
  [[nodiscard]] Budget usual_budget() const {
    return connector_.charges() ? Budget(connector_.default_budget) : std::nullopt;
  }
  std::optional<Budget> ask_for_budget() {
    const std::string answer = ask("What may reading cost in a month, in dollars, or none [" +
                                       format_dollars(connector_.default_budget) + "]: ",
                                   context_);
    if (answer.empty()) return std::nullopt;
    return parse_budget(answer);
  }

  void report(const Credentials& credentials, const sync::Identity& identity) {
    if (context_.json) report_as_json(credentials, identity);
    if (context_.quiet) return;
    context_.err << "signed in"
                 << (identity.handle.empty() ? ""
                                             : " as " + text::printable(connector_.called(identity.handle)))
                 << " (account " << account_ << ")\n";
    if (credentials.token.scopes) warn_of_scopes(*credentials.token.scopes);
    const auto& expires = credentials.token.expires;
    const bool lasts = connector_.sign_in.tokens_last && !expires;
    if (credentials.token.refresh.empty() && !lasts)
      context_.err << "warning: there is no refresh token, so this sign-in ends with its access token"
                   << (expires ? ", on " + format_rfc3339(*expires) : "") << "\n";
    context_.err << "next: locker sync " << account_ << (connector_.charges() ? " --dry-run" : "") << "\n";
  }

  void report_as_json(const Credentials& credentials, const sync::Identity& identity) {
    const auto& expires = credentials.token.expires;
    json document{{"account", account_},
                  {"connector", connector_.id},
                  {"scopes", credentials.token.scopes.value_or(Names())}};
    document["user_id"] = identity.user_id.empty() ? json() : json(identity.user_id);
    document["handle"] = identity.handle.empty() ? json() : json(identity.handle);
    document["expires"] = expires ? json(format_rfc3339(*expires)) : json();
    context_.out << document.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
  }

  void warn_of_scopes(const Names& granted) {
    if (const auto lacking = missing(needed_scopes(), granted); !lacking.empty())
      context_.err << "warning: the service did not grant " << text::printable(joined(lacking, ", "))
                   << "; the streams that need it are left out\n";
    Names lacking, streams;
    for (const auto& stream : connector_.streams)
      if (const auto less = missing(stream.wider_scopes, granted);
          !less.empty() && wants(stream, settings_.streams)) {
        streams.push_back(stream.name);
        add_new(less, lacking);
      }
    if (!lacking.empty())
      context_.err << "note: without " << joined(lacking, ", ") << " the service tells less of "
                   << joined(streams, ", ") << "\n";
  }

  store::Writer& writer() {
    if (!writer_) writer_ = std::make_unique<store::Writer>(context_.home, context_.connectors);
    return *writer_;
  }

  const AuthOptions& options_;
  Context& context_;
  const connector::Descriptor& connector_;
  const WayIn& way_;
  const std::string account_;
  Wire wire_;
  auth::TokenEndpoint endpoint_;
  auth::TokenStore store_;
  AccountSettings settings_;
  std::optional<Names> before_;  ///< the choice of streams so far
  std::optional<Budget> budget_;
  bool first_time_ = false;
  std::optional<Error> unreadable_;  ///< what was wrong with the answer to whose account it is
  std::int64_t looks_sent_ = 0;
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace

int run_auth(const AuthOptions& options, Context& context) { return SignIn(options, context).run(); }

}  // namespace locker::cli
