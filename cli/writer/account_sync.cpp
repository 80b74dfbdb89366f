#include "cli/writer/account_sync.hpp"

#include <algorithm>
#include <iterator>

#include "cli/writer/media_fetch.hpp"
#include "lib/auth/scopes.hpp"
#include "lib/auth/stored_tokens.hpp"
#include "lib/auth/token_headers.hpp"
#include "lib/base/error.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/http/retrying.hpp"
#include "lib/store/database_error.hpp"
#include "lib/sync/account_run.hpp"
#include "lib/sync/rate_limit_store.hpp"
#include "lib/sync/session.hpp"

namespace locker::cli {
namespace {

/// On a terminal, waits from this length on are shown, so that the program does not seem to hang.
constexpr std::chrono::seconds kSeenOnTerminal{1};

http::WaitPolicy wait_policy(const SyncOptions& options, const Context& context) {
  http::WaitPolicy policy;
  if (shows_progress(context)) policy.noticeable = kSeenOnTerminal;
  policy.no_wait = options.no_wait;
  if (!options.max_wait.empty()) policy.most = parse_duration(options.max_wait);
  return policy;
}

sync::AccountReport ended_by(const AccountName& account, ErrorKind kind, const char* message,
                             const std::string& hint) {
  sync::AccountReport report;
  report.account = account.name;
  report.ended_by = sync::Ending{kind, message, hint};
  return report;
}

}  // namespace

AccountSync::AccountSync(const SyncOptions& options, Context& context, sync::Caps& caps, SyncOutput& output)
    : options_(options),
      context_(context),
      caps_(caps),
      output_(output),
      wire_(context, [&output](std::string_view line) { output.trace(line); }),
      waiter_(context.clock, wait_policy(options, context), [this](std::string_view reason, Instant until) {
        output_.wait_begins(under_way_, reason, until);
      }) {}

sync::AccountReport AccountSync::run(const AccountName& account) {
  if (context_.stop.stop_requested()) return ended_by(account, ErrorKind::interrupted, "interrupted", {});
  try {
    return run_or_throw(account);
  } catch (const Error& error) {
    return ended_by(account, error.kind(), error.what(), error.hint());
  } catch (const std::exception& error) {  // this may be the top level of a thread
    const Error trouble = store::database_error(error, context_.home);
    return ended_by(account, trouble.kind(), trouble.what(), trouble.hint());
  }
}

sync::AccountReport AccountSync::run_or_throw(const AccountName& account) {
  under_way_ = account.name;
  const auto& facts = *account.connector;
  const auth::TokenStore tokens(context_.home, account.name);
  const auth::Credentials credentials = signed_in(account, context_);
  if (!writer_) writer_ = open_writer(context_);
  ensure_account(*writer_, account, context_);
  const auto behaviour = sync::make_connector(facts.id);
  const auto patient = http::make_retrying(wire_.transport(), waiter_, {.unprocessed_only = true});
  const auto source =
      auth::make_stored_tokens(tokens, auth::TokenEndpoint(*patient, token_endpoints(facts, context_)),
                               context_.clock, sign_in_command(account, credentials.origin));
  auth::TokenHeaders token_headers(wire_.transport(), facts.sign_in);
  sync::Session session(token_headers, *behaviour, *source, waiter_, api_base(facts, context_),
                        sync::load_limits(context_.home, account.name));
  sync::RunRequest request;
  request.account = account.name;
  request.api_base = api_base(facts, context_);
  request.choice = choice_of(account, credentials, context_);
  request.identity_checked = !credentials.user_id.empty();
  request.only = known_streams_of(facts, options_.only);
  request.walks = {.full = options_.full, .accept_removals = options_.accept_removals};
  request.check_deleted = options_.check_deleted;
  request.look_up_names = options_.look_up_names;
  auto report = sync::run_account(
      request, {context_.home, *behaviour, session.transport(), session.meter(), *writer_, context_.clock,
                caps_, output_, context_.stop, [this] { return waiter_.has_refused(); }});
  sync::save_limits(context_.home, account.name, session.limits());
  if (report.identified) remember_owner(tokens, *writer_);
  remember_end(tokens, credentials.token, token_headers.expires());
  warn_of_end(account, tokens);
  if (options_.media && !report.ended_by)
    MediaFetch(options_, context_, account.name, *behaviour)
        .run(*writer_, wire_.transport(), waiter_, output_, report);
  return report;
}

/// Stores the owner that the run has found out, so that the next run need not ask the service.
void AccountSync::remember_owner(const auth::TokenStore& tokens, store::Writer& writer) {
  const auto account = writer.account(tokens.account());
  const FileLock alone = tokens.lock(context_.clock, {});
  auto credentials = tokens.load();
  if (!credentials || !credentials->user_id.empty()) return;
  credentials->user_id = account->user_id;
  tokens.save(*credentials);
}

/// Stores the token's expiry time as reported in the responses: it may have been changed at the service since
/// the sign-in.
void AccountSync::remember_end(const auth::TokenStore& tokens, const auth::Token& token,
                               std::optional<Instant> expires) {
  if (!expires || !token.refresh.empty() || token.expires == expires) return;
  const FileLock alone = tokens.lock(context_.clock, {});
  auto credentials = tokens.load();
  if (!credentials || credentials->token.access.reveal() != token.access.reveal()) return;
  credentials->token.expires = expires;
  tokens.save(*credentials);
}

void AccountSync::warn_of_end(const AccountName& account, const auth::TokenStore& tokens) {
  const auto credentials = tokens.load();
  if (!credentials || !auth::ends_soon(credentials->token, context_.clock.now())) return;
  output_.say(account.name, "the token ends on " + format_rfc3339(*credentials->token.expires) + "; run \"" +
                                sign_in_command(account, credentials->origin) + "\" before");
}

auth::Credentials signed_in(const AccountName& account, const Context& context) {
  if (auto credentials = auth::TokenStore(context.home, account.name).load()) return std::move(*credentials);
  throw Error(ErrorKind::sign_in, account.name + ": not signed in",
              "run \"" + connector::auth_command(account.connector->id, account.name) + "\"");
}

sync::AccountChoice choice_of(const AccountName& account, const auth::Credentials& credentials,
                              const Context& context) {
  sync::AccountChoice choice;
  if (const auto settings = auth::load_settings(context.home, account.name))
    choice.streams = settings->streams;
  if (credentials.token.scopes)
    choice.scopes = auth::with_included(account.connector->sign_in, *credentials.token.scopes);
  choice.refused = auth::refused_scopes(credentials, account.connector->sign_in);
  return choice;
}

std::vector<std::string> known_streams_of(const connector::Descriptor& connector,
                                          const std::vector<std::string>& only) {
  std::vector<std::string> had;
  std::ranges::copy_if(only, std::back_inserter(had),
                       [&](const auto& name) { return connector.stream(name) != nullptr; });
  return had;
}

std::unique_ptr<store::Writer> open_writer(const Context& context) {
  return std::make_unique<store::Writer>(context.home, context.connectors);
}

void ensure_account(store::Writer& writer, const AccountName& account, const Context& context) {
  const auto& facts = *account.connector;
  writer.ensure_account(account.name, facts.id,
                        facts.charges() ? std::optional(facts.default_budget) : std::nullopt,
                        context.clock.now());
}

}  // namespace locker::cli
