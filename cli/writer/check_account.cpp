#include <algorithm>

#include "cli/writer/account_sync.hpp"
#include "cli/writer/checkup.hpp"
#include "cli/writer/service_access.hpp"
#include "lib/auth/token_store.hpp"
#include "lib/base/money.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/http/date.hpp"
#include "lib/store/health.hpp"
#include "lib/store/schema.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/selection.hpp"

namespace locker::cli {
namespace {

constexpr std::chrono::minutes kClockTolerance{5};
constexpr auto kHintWords = "\"locker ";

/// The checks of one account.
class AccountCheck {
 public:
  AccountCheck(Findings& findings, const store::AccountStatus& account, const Context& context)
      : findings_(findings),
        account_(account),
        context_(context),
        connector_(context.connectors.find(account.connector)) {}

  void sign_in() {
    if (!connector_) return;
    const auto again = connector::auth_command(connector_->id, account_.account);
    try {
      const auth::TokenStore store(context_.home, account_.account);
      const auto credentials = store.load();
      if (!credentials) return problem("token", "not signed in", again);
      if (store.was_interrupted())
        problem("token", "a process died while it replaced the token",
                "locker auth refresh " + account_.account);
      if (credentials->ended)
        problem("token", "the service takes it no more: " + credentials->ended->reason, again);
      else
        token(credentials->token, again);
      scopes(*credentials);
    } catch (const Error& error) {
      problem("token", error.what(), again);
    }
  }

  void budget() {
    if (connector_ && !connector_->charges()) return well("budget", "the service charges nothing");
    if (!account_.budget)
      return well("budget", "no limit, " + format_dollars(account_.month_cost) + " this month");
    const std::string spent =
        format_dollars(account_.month_cost) + " of " + format_dollars(*account_.budget) + " spent this month";
    if (account_.month_cost < *account_.budget) return well("budget", spent);
    problem("budget", spent + ": nothing more is read", "locker budget " + account_.account + " USD");
  }

  void runs() {
    bool any = false;
    bool all_well = true;
    for (const auto& stream : account_.streams) {
      any = any || stream.began.has_value();
      if (!stream.began || (stream.outcome && !stream.outcome->failed())) continue;
      all_well = false;
      const bool says_what = stream.hint.find(kHintWords) != std::string::npos;
      problem("sync",
              stream.stream + ": " + (stream.ended ? stream.message : std::string("it was interrupted")),
              says_what ? stream.hint : "locker sync " + account_.account);
    }
    if (!any)
      return problem("sync", "nothing was read yet", "locker sync " + account_.account + " --dry-run");
    if (all_well) well("sync", "the last run of each stream went well");
  }

  /// Missing media are reported, but are not a fault of the locker: fetching them has been tried.
  void media() {
    for (const auto& one : account_.missing_media)
      well("media", std::to_string(one.files) + (one.files == 1 ? " medium is" : " media are") +
                        " not kept: " + one.problem + "; \"locker sync " + account_.account + " --media" +
                        (one.put_off ? "\" asks again" : " --full\" asks once more"));
  }

  void names(const store::Database& database) {
    const auto people = static_cast<std::int64_t>(
        store::unnamed_people(database, context_.connectors, account_.account).size());
    const std::int64_t price = connector_ ? sync::make_connector(connector_->id)->people_lookup_price() : 0;
    if (people == 0 || price == 0) return;
    well("names", std::to_string(people) + " people are known by their id only; \"locker sync " +
                      account_.account + " --look-up-names\" would name them, for at most " +
                      format_dollars(people * price));
  }

 private:
  void token(const auth::Token& token, const std::string& again) {
    const Instant now = context_.clock.now();
    const bool expired = token.expires && *token.expires <= now;
    if (!token.refresh.empty())
      return well("token", expired ? "expired, and refreshed by itself" : "signed in");
    if (expired) return problem("token", "expired, and it cannot be refreshed", again);
    if (auth::ends_soon(token, now))
      return problem("token", "ends on " + format_rfc3339(*token.expires) + ", and cannot be refreshed",
                     again);
    well("token",
         token.expires ? "signed in until " + format_rfc3339(*token.expires) : std::string("signed in"));
  }

  void scopes(const auth::Credentials& credentials) {
    const auto choice = choice_of({account_.account, connector_}, credentials, context_);
    bool all_well = true;
    for (const auto& one : sync::select_streams(*connector_, {}, choice)) {
      if (one.missing_scope.empty()) continue;
      all_well = false;
      problem("scopes", one.stream->name + ": " + sync::missing_scope_message(one),
              sync::missing_scope_hint(one, connector::auth_command(connector_->id, account_.account)));
    }
    if (all_well) well("scopes", "every stream that was chosen may be read");
  }

  void well(const char* what, std::string message) {
    findings_.push_back({account_.account, what, true, std::move(message), ""});
  }
  void problem(const char* what, std::string message, std::string next) {
    findings_.push_back({account_.account, what, false, std::move(message), std::move(next)});
  }

  Findings& findings_;
  const store::AccountStatus& account_;
  const Context& context_;
  const connector::Descriptor* connector_;
};

}  // namespace

void check_database(Findings& findings, const store::Database& database, const Context& context) {
  const auto problems = store::quick_check(database);
  findings.push_back({"", "database", problems.empty(),
                      problems.empty()
                          ? "its structure is sound, schema " + std::to_string(store::schema_version())
                          : problems.front(),
                      problems.empty() ? "" : "locker verify"});
  const auto last = store::last_written(database);
  const bool behind = last && *last > context.clock.now() + kClockTolerance;
  findings.push_back({"", "clock", !behind,
                      behind ? "it says " + format_rfc3339(context.clock.now()) +
                                   ", before the last change of " + format_rfc3339(*last)
                             : "it agrees with what was written",
                      behind ? "set the clock of this machine" : ""});
}

void check_account(Findings& findings, const store::Database& database, const store::AccountStatus& account,
                   const Context& context) {
  AccountCheck check(findings, account, context);
  check.sign_in();
  check.budget();
  check.runs();
  check.media();
  check.names(database);
}

void check_service(Findings& findings, const std::string& account, Context& context) {
  const auto settings = auth::load_settings(context.home, account);
  const auto* connector = settings ? context.connectors.find(settings->connector) : nullptr;
  if (!connector) return;
  try {
    Wire wire(context);
    const auto response = wire.transport().send({.url = api_base(*connector, context) + "/"}, context.stop);
    findings.push_back({account, "network", true, connector->title + " answers", ""});
    const auto date = response.header("Date");
    const auto theirs = date ? http::parse_date(*date) : std::nullopt;
    if (theirs && std::chrono::abs(*theirs - context.clock.now()) > kClockTolerance)
      findings.push_back({account, "clock", false, "the service says " + format_rfc3339(*theirs),
                          "set the clock of this machine"});
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) throw;
    findings.push_back(
        {account, "network", false, error.what(), "check the network, then locker doctor --online"});
  }
}

}  // namespace locker::cli
