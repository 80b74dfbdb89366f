#include "cli/commands/sync.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "cli/writer/account_sync.hpp"
#include "cli/writer/estimate_output.hpp"
#include "cli/writer/media_fetch.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/sync/name_lookup.hpp"
#include "lib/sync/parallel_by_key.hpp"

namespace locker::cli {
namespace {

sync::Caps caps_of(const SyncOptions& options) {
  sync::Caps caps;
  if (options.max_cost) caps.cost = std::llround(*options.max_cost * 1e6);
  caps.cost_replaces_budget = options.replaces_budget;
  if (options.max_items) caps.items = *options.max_items;
  return caps;
}

void refuse_unknown(const std::string& stream, const std::vector<AccountName>& accounts) {
  std::vector<std::string> known;
  std::set<std::string> services;
  for (const auto& account : accounts)
    if (services.insert(account.connector->id).second)
      for (const auto& one : account.connector->streams) known.push_back(one.name);
  if (std::ranges::find(known, stream) != known.end()) return;
  throw Error(ErrorKind::usage,
              (services.size() == 1 ? *services.begin() : std::string("none of these services")) + " has " +
                  (services.size() == 1 ? "no" : "a") + " stream \"" + stream + "\"",
              suggestion_hint(stream, known));
}

/// Applies `--only`. A misspelled stream ends the command before anything starts. If only some of the
/// services have a stream, the accounts of the others are left out.
std::vector<AccountName> with_streams(std::vector<AccountName> accounts,
                                      const std::vector<std::string>& only) {
  for (const auto& name : only) refuse_unknown(name, accounts);
  if (!only.empty())
    std::erase_if(accounts, [&](const auto& one) { return known_streams_of(*one.connector, only).empty(); });
  return accounts;
}

/// Returns the accounts that the options select.
std::vector<AccountName> accounts_of(const SyncOptions& options, const Context& context) {
  if (options.one_account)
    return with_streams({account_by_id(options.accounts.at(0), context)}, options.only);
  return with_streams(chosen_accounts(options.accounts, context), options.only);
}

std::set<std::string> free_ones(const std::vector<AccountName>& accounts) {
  std::set<std::string> names;
  for (const auto& account : accounts)
    if (!account.connector->charges()) names.insert(account.name);
  return names;
}

/// The command `locker sync`: accounts of one service sequentially, different services in parallel. A cap for
/// the whole run is used up in the order of the accounts, so with a cap all accounts are sequential.
class SyncCommand {
 public:
  SyncCommand(const SyncOptions& options, Context& context)
      : options_(options),
        context_(context),
        accounts_(accounts_of(options, context)),
        caps_(caps_of(options)),
        output_(make_sync_output(context, free_ones(accounts_))),
        reports_(accounts_.size()) {}

  int run() {
    std::vector<std::string> keys;
    for (const auto& account : accounts_) {
      keys.push_back(caps_.cost || caps_.items ? std::string() : account.connector->id);
      syncs_.try_emplace(keys.back(), options_, context_, caps_, *output_);
    }
    sync::parallel_by_key(
        keys, [&](std::size_t index) { reports_[index] = syncs_.at(keys[index]).run(accounts_[index]); });
    return sum_up();
  }

 private:
  int sum_up() {
    std::vector<int> codes;
    std::vector<std::string> failures;
    for (const auto& report : reports_) {
      codes.push_back(sync::exit_code_of(report));
      output_->account_ends(report, codes.back());
      if (codes.back() != 0) failures.push_back(failure_line(report));
    }
    const int code = sync::exit_code_of(codes);
    output_->end(code);
    for (const auto& line : failures) context_.err << "locker: " << line << std::endl;
    return code;
  }

  const SyncOptions& options_;
  Context& context_;
  const std::vector<AccountName> accounts_;
  sync::Caps caps_;
  std::unique_ptr<SyncOutput> output_;
  std::map<std::string, AccountSync> syncs_;  ///< by key
  std::vector<sync::AccountReport> reports_;
};

AccountEstimate estimate_of(const AccountName& account, const SyncOptions& options, store::Writer& writer,
                            Context& context) {
  const auto credentials = signed_in(account, context);
  ensure_account(writer, account, context);
  const auto behaviour = sync::make_connector(account.connector->id);
  const auto selected =
      sync::select_streams(*account.connector, known_streams_of(*account.connector, options.only),
                           choice_of(account, credentials, context));
  AccountEstimate estimate;
  estimate.account = account.name;
  estimate.charges = account.connector->charges();
  estimate.streams =
      sync::estimate(*behaviour, selected, writer, account.name,
                     {.full = options.full, .accept_removals = options.accept_removals}, context.clock.now());
  if (options.check_deleted)
    estimate.lookup = sync::estimate_lookup(writer, *behaviour, account.name,
                                            sync::lookup_scope(*behaviour, selected, context.clock.now()));
  if (options.look_up_names) estimate.names = sync::estimate_names(writer, *behaviour, account.name);
  if (options.media) estimate.media = MediaFetch(options, context, account.name, *behaviour).plan();
  for (const auto& one : selected)
    if (!one.missing_scope.empty()) estimate.left_out.push_back(one.stream->name);
  return estimate;
}

int run_dry(const SyncOptions& options, Context& context) {
  const auto accounts = accounts_of(options, context);
  for (const auto& account : accounts) (void)signed_in(account, context);  // fails before a home is created
  const auto writer = open_writer(context);
  std::vector<AccountEstimate> estimates;
  for (const auto& account : accounts) estimates.push_back(estimate_of(account, options, *writer, context));
  show_estimates(estimates, context);
  return 0;
}

}  // namespace

int run_sync(const SyncOptions& options, Context& context) {
  return options.dry_run ? run_dry(options, context) : SyncCommand(options, context).run();
}

}  // namespace locker::cli
