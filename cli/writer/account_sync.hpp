#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/commands/sync.hpp"
#include "cli/writer/service_access.hpp"
#include "cli/writer/sync_output.hpp"
#include "lib/auth/token_store.hpp"
#include "lib/http/waiter.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/budget.hpp"
#include "lib/sync/selection.hpp"

namespace locker::cli {

/// Syncs accounts one after the other, over one connection to their service and one to the archive. For one
/// thread at a time; several of these may run beside each other.
class AccountSync {
 public:
  /// `caps` is used up by all accounts that share it.
  AccountSync(const SyncOptions& options, Context& context, sync::Caps& caps, SyncOutput& output);

  /// Throws nothing: what ends the run is in the report.
  sync::AccountReport run(const AccountName& account);

 private:
  sync::AccountReport run_or_throw(const AccountName& account);
  void remember_owner(const auth::TokenStore& tokens, store::Writer& writer);
  void remember_end(const auth::TokenStore& tokens, const auth::Token& token, std::optional<Instant> expires);
  void warn_of_end(const AccountName& account, const auth::TokenStore& tokens);

  const SyncOptions& options_;
  Context& context_;
  sync::Caps& caps_;
  SyncOutput& output_;
  Wire wire_;
  std::string under_way_;  ///< account whose requests wait
  http::Waiter waiter_;
  std::unique_ptr<store::Writer> writer_;
};

/// The account's credentials. Throws Error{sign_in}.
[[nodiscard]] auth::Credentials signed_in(const AccountName& account, const Context& context);
[[nodiscard]] sync::AccountChoice choice_of(const AccountName& account, const auth::Credentials& credentials,
                                            const Context& context);
/// What of `only` the connector has; the whole of it where it has all.
[[nodiscard]] std::vector<std::string> only_of(const connector::Descriptor& connector,
                                               const std::vector<std::string>& only);
/// Opens the archive, and makes the account in it.
[[nodiscard]] std::unique_ptr<store::Writer> open_writer(const Context& context);
void ensure_account(store::Writer& writer, const AccountName& account, const Context& context);

}  // namespace locker::cli
