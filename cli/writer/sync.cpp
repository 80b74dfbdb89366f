#include "cli/commands/sync.hpp"

#include <algorithm>
#include <cmath>

#include "cli/exit_code.hpp"
#include "cli/writer/media_fetch.hpp"
#include "cli/writer/service_access.hpp"
#include "cli/writer/sync_output.hpp"
#include "lib/auth/scopes.hpp"
#include "lib/auth/stored_tokens.hpp"
#include "lib/base/error.hpp"
#include "lib/sync/account_run.hpp"
#include "lib/sync/name_lookup.hpp"
#include "lib/sync/session.hpp"
#include "lib/sync/told_limits.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

http::WaitPolicy wait_policy(const SyncOptions& options) {
  http::WaitPolicy policy;
  policy.no_wait = options.no_wait;
  if (!options.max_wait.empty()) policy.most = parse_duration(options.max_wait);
  return policy;
}

sync::Caps caps_of(const SyncOptions& options) {
  sync::Caps caps;
  if (options.max_cost) caps.cost = std::llround(*options.max_cost * 1e6);
  if (options.max_items) caps.items = *options.max_items;
  return caps;
}

/// The command `locker sync`, over one account after the other.
class SyncCommand {
 public:
  SyncCommand(const SyncOptions& options, Context& context)
      : options_(options),
        context_(context),
        accounts_(options.one_account ? std::vector{the_account(options.accounts.at(0), context)}
                                      : chosen_accounts(options.accounts, context)),
        caps_(caps_of(options)),
        output_(make_sync_output(context)),
        wire_(context),
        waiter_(context.clock, wait_policy(options),
                [this](std::string_view reason, Instant until) { output_->wait_begins(reason, until); }) {}

  int run() {
    for (const auto& account : accounts_)  // a mistyped stream ends all before anything is begun
      (void)sync::select_streams(*account.connector, options_.only, {});
    if (options_.dry_run) return estimate_all();
    std::vector<int> codes;
    std::vector<std::string> failures;
    for (const auto& account : accounts_) {
      const sync::AccountReport report = run_one(account);
      codes.push_back(sync::exit_code_of(report));
      output_->account_ends(report, codes.back());
      if (codes.back() != 0) failures.push_back(failure_line(report));
      if (context_.stop.stop_requested()) break;
    }
    const int code = sync::exit_code_of(codes);
    output_->end(code);
    for (const auto& line : failures) context_.err << "locker: " << line << std::endl;
    return code;
  }

 private:
  sync::AccountReport run_one(const AccountName& account) {
    try {
      return sync_account(account);
    } catch (const Error& error) {
      sync::AccountReport report;
      report.account = account.name;
      report.ended_by = sync::Ending{error.kind(), error.what(), error.hint()};
      return report;
    }
  }

  sync::AccountReport sync_account(const AccountName& account) {
    const auth::TokenStore tokens(context_.home, account.name);
    const auth::Credentials credentials = signed_in(account, tokens);
    store::Writer& writer = writer_of(account);
    const auto behaviour = sync::make_connector(account.connector->id);
    const auto source = auth::make_stored_tokens(
        tokens, auth::TokenEndpoint(wire_.transport(), token_endpoints(*account.connector, context_)),
        context_.clock, sync::auth_command(account.connector->id, account.name));
    sync::Session session(wire_.transport(), *behaviour, *source, waiter_);
    sync::RunRequest request;
    request.account = account.name;
    request.api_base = api_base(*account.connector, context_);
    request.choice = choice_of(account, credentials);
    request.identity_checked = !credentials.user_id.empty();
    request.only = options_.only;
    request.walks = {.full = options_.full, .accept_removals = options_.accept_removals};
    request.check_deleted = options_.check_deleted;
    request.look_up_names = options_.look_up_names;
    auto report = sync::run_account(request, {context_.home, *behaviour, session.transport(), session.meter(),
                                              writer, context_.clock, caps_, *output_, context_.stop});
    sync::save_limits(context_.home, account.name, session.limits());
    if (report.identified) remember_owner(tokens, writer);
    if (options_.media && !report.ended_by)
      report.streams.push_back(
          MediaFetch(options_, context_, account.name, *behaviour).run(wire_.transport(), waiter_, *output_));
    return report;
  }

  auth::Credentials signed_in(const AccountName& account, const auth::TokenStore& tokens) const {
    if (auto credentials = tokens.load()) return std::move(*credentials);
    throw Error(ErrorKind::sign_in, account.name + ": not signed in",
                "run \"" + sync::auth_command(account.connector->id, account.name) + "\"");
  }

  store::Writer& writer_of(const AccountName& account) {
    if (!writer_) writer_ = std::make_unique<store::Writer>(context_.home, context_.connectors);
    const auto& facts = *account.connector;
    writer_->ensure_account(account.name, facts.id,
                            facts.charges() ? std::optional(facts.default_budget) : std::nullopt,
                            context_.clock.now());
    return *writer_;
  }

  sync::AccountChoice choice_of(const AccountName& account, const auth::Credentials& credentials) const {
    sync::AccountChoice choice;
    if (const auto settings = auth::load_settings(context_.home, account.name))
      choice.streams = settings->streams;
    if (!credentials.token.scopes.empty())
      choice.scopes = auth::with_included(account.connector->sign_in, credentials.token.scopes);
    return choice;
  }

  /// The run has learnt whose token it is; the next one need not ask.
  void remember_owner(const auth::TokenStore& tokens, store::Writer& writer) {
    const auto account = writer.account(tokens.account());
    const FileLock alone = tokens.lock(context_.clock, {});
    auto credentials = tokens.load();
    if (!credentials || !credentials->user_id.empty()) return;
    credentials->user_id = account->user_id;
    tokens.save(*credentials);
  }

  int estimate_all() {
    std::vector<AccountEstimate> estimates;
    for (const auto& account : accounts_) {
      const auto credentials = signed_in(account, auth::TokenStore(context_.home, account.name));
      store::Writer& writer = writer_of(account);
      const auto behaviour = sync::make_connector(account.connector->id);
      const auto selected =
          sync::select_streams(*account.connector, options_.only, choice_of(account, credentials));
      AccountEstimate estimate{
          .account = account.name, .streams = {}, .lookup = {}, .names = {}, .left_out = {}, .media = {}};
      estimate.streams = sync::estimate(*behaviour, selected, writer, account.name,
                                        {.full = options_.full, .accept_removals = options_.accept_removals},
                                        context_.clock.now());
      if (options_.check_deleted) estimate.lookup = sync::estimate_lookup(writer, *behaviour, account.name);
      if (options_.look_up_names) estimate.names = sync::estimate_names(writer, *behaviour, account.name);
      if (options_.media) estimate.media = MediaFetch(options_, context_, account.name, *behaviour).plan();
      for (const auto& one : selected)
        if (!one.missing_scope.empty()) estimate.left_out.push_back(one.stream->name);
      estimates.push_back(std::move(estimate));
    }
    show_estimates(estimates, context_);
    return 0;
  }

  const SyncOptions& options_;
  Context& context_;
  const std::vector<AccountName> accounts_;
  sync::Caps caps_;
  std::unique_ptr<SyncOutput> output_;
  Wire wire_;
  http::Waiter waiter_;
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace

int run_sync(const SyncOptions& options, Context& context) { return SyncCommand(options, context).run(); }

}  // namespace locker::cli
