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

/// Syncs accounts one after the other, sharing the connections to their service and to the archive. Not
/// thread-safe, but several objects may be used concurrently.
class AccountSync {
 public:
  /// `caps` is shared by all accounts of the run.
  AccountSync(const SyncOptions& options, Context& context, sync::Caps& caps, SyncOutput& output);

  /// Never throws: the error that ends the run is in the report.
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
  std::string under_way_;  ///< account whose requests are waiting
  http::Waiter waiter_;
  std::unique_ptr<store::Writer> writer_;
};

/// Returns the account's credentials. Throws Error{sign_in}.
[[nodiscard]] auth::Credentials signed_in(const AccountName& account, const Context& context);
[[nodiscard]] sync::AccountChoice choice_of(const AccountName& account, const auth::Credentials& credentials,
                                            const Context& context);
/// Returns the streams of `only` that the connector has.
[[nodiscard]] std::vector<std::string> known_streams_of(const connector::Descriptor& connector,
                                                        const std::vector<std::string>& only);
/// Opens the archive for writing.
[[nodiscard]] std::unique_ptr<store::Writer> open_writer(const Context& context);
/// Creates the account in the archive unless it exists.
void ensure_account(store::Writer& writer, const AccountName& account, const Context& context);

}  // namespace locker::cli
