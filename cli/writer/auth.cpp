#include "cli/commands/auth.hpp"

#include <filesystem>

#include "cli/writer/auth_report.hpp"
#include "cli/writer/budget_argument.hpp"
#include "cli/writer/connector_argument.hpp"
#include "cli/writer/developer_app.hpp"
#include "cli/writer/excluded_streams.hpp"
#include "cli/writer/owner_lookup.hpp"
#include "cli/writer/prompt.hpp"
#include "cli/writer/service_access.hpp"
#include "cli/writer/sign_in_method.hpp"
#include "lib/auth/new_tokens.hpp"
#include "lib/auth/scopes.hpp"
#include "lib/base/error.hpp"
#include "lib/base/join.hpp"
#include "lib/base/reserved.hpp"
#include "lib/http/address.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::cli {
namespace {

using auth::AccountSettings;
using auth::Credentials;
using Names = std::vector<std::string>;

/// Subcommands of `locker auth` that may be typed where a connector is expected; used for suggestions.
constexpr auto kBesideConnectors = {"status", "refresh", "logout"};

/// One sign-in, from the options to the stored token.
class AuthCommand {
 public:
  AuthCommand(const AuthOptions& options, Context& context)
      : options_(options),
        context_(context),
        connector_(connector_named(options.connector, context.connectors, kBesideConnectors)),
        way_(sign_in_method(options, connector_)),
        account_(options.account.empty() ? connector_.id : options.account),
        wire_(context),
        endpoint_(wire_.transport(), token_endpoints(connector_, context)),
        store_(context.home, account_) {}

  int run() {
    if (!options_.budget.empty()) budget_ = parse_budget(options_.budget);
    read_settings();
    if (only_the_choice_changes()) return save_choice();
    if (first_time_ && !context_.quiet && !connector_.sign_in.introduction.empty())
      context_.err << with_addresses(connector_.sign_in.introduction, connector_, context_) << std::endl;
    // Before anybody is asked for anything.
    if (way_.origin != auth::Origin::pasted) (void)sign_in_base(connector_, context_);
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

  /// True if only `--streams` is given and the stored token already allows all of these streams, or no
  /// sign-in on the service could change its scopes.
  bool only_the_choice_changes() const {
    if (options_.streams.empty() || options_.token_stdin || !options_.borrow_from.empty() ||
        !options_.client_id.empty() || !options_.client_secret_file.empty() || !options_.redirect_uri.empty())
      return false;
    const auto credentials = store_.load();
    if (!credentials) return false;
    const auto& granted = credentials->token.scopes;
    const bool is_ours = credentials->origin == auth::Origin::service;
    if (!granted) return !is_ours && !connector_.sign_in.granted_scopes_header.empty();
    return missing(auth::needed_scopes(connector_, settings_.streams), *granted).empty() &&
           (!is_ours || missing(scopes_of_added_streams(), *granted).empty());
  }

  int save_choice() {
    auth::save_settings(context_.home, account_, connector_, settings_);
    if (budget_) writer().set_budget(account_, *budget_);
    clear_excluded_errors(writer(), account_, settings_, context_);
    if (!context_.quiet)
      context_.err << account_ << ": will sync " << joined(*settings_.streams, ", ")
                   << "; no new sign-in is needed\n";
    return 0;
  }

  [[nodiscard]] Names missing(const Names& wanted, const Names& granted) const {
    return auth::missing_scopes(wanted, connector_.sign_in, granted);
  }

  [[nodiscard]] Names scopes_of_added_streams() const {
    Names added;
    for (const auto& stream : connector_.streams)
      if (auth::is_chosen(stream, settings_.streams) && !auth::is_chosen(stream, before_))
        added.push_back(stream.name);
    return auth::scopes_of(connector_, added);
  }

  /// Checks whose token it is before anything is stored. If the service cannot report that now, the first
  /// sync asks again.
  void keep(Credentials credentials) {
    const auto before = stored_account();
    if (!before && !budget_ && connector_.charges() && may_ask(context_))
      budget_ = ask_for_budget(connector_, context_);
    const std::string again = sign_in_command({account_, &connector_}, credentials.origin);
    auth::NewTokens tokens(store_, endpoint_, std::move(credentials), context_.clock, again);
    OwnerLookup look(connector_, account_, wire_.transport(), context_);
    const auto owner = look.take(tokens, before ? before->dialect : std::string());
    writer().ensure_account(account_, connector_.id, budget_.value_or(usual_budget(connector_)),
                            context_.clock.now());
    if (owner) {
      writer().bind_account(account_, owner->user_id, owner->handle);
      tokens.credentials().user_id = owner->user_id;
    }
    tokens.keep(context_.stop);
    auth::save_settings(context_.home, account_, connector_, settings_);
    if (budget_ && before) writer().set_budget(account_, *budget_);
    clear_excluded_errors(writer(), account_, settings_, context_);
    look.keep(writer(), keeps_profile());
    report({connector_, account_, settings_, tokens.credentials(), owner.value_or(sync::Identity{})},
           context_);
  }

  /// Makes no locker: a sign-in that is refused leaves none behind.
  std::optional<store::Account> stored_account() {
    return context_.home.exists() ? writer().account(account_) : std::nullopt;
  }

  [[nodiscard]] bool keeps_profile() const {
    const auto* profile = connector_.stream(sync::kProfile);
    return profile && (!settings_.streams || auth::is_chosen(*profile, settings_.streams));
  }

  store::Writer& writer() {
    if (!writer_) writer_ = std::make_unique<store::Writer>(context_.home, context_.connectors);
    return *writer_;
  }

  const AuthOptions& options_;
  Context& context_;
  const connector::Descriptor& connector_;
  const SignInMethod& way_;
  const std::string account_;
  Wire wire_;
  auth::TokenEndpoint endpoint_;
  auth::TokenStore store_;
  AccountSettings settings_;
  std::optional<Names> before_;   ///< the previous choice of streams
  std::optional<Budget> budget_;  ///< absent: not given
  bool first_time_ = false;
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace

int run_auth(const AuthOptions& options, Context& context) { return AuthCommand(options, context).run(); }

}  // namespace locker::cli
