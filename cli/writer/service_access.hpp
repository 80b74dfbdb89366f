#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/auth/token_endpoint.hpp"
#include "lib/http/transport.hpp"

namespace locker::cli {

/// The addresses of a connector's service: its defaults, unless environment variables override them.
[[nodiscard]] std::string api_base(const connector::Descriptor& connector, const Context& context);
[[nodiscard]] std::string authorize_url(const connector::AuthorizationCode& way, const Context& context);
/// Returns the base address of the sign-in endpoints. Throws Error{usage} if only that of the API was set and
/// this one does not follow from it.
[[nodiscard]] std::string sign_in_base(const connector::Descriptor& connector, const Context& context);
/// Returns the token endpoints; where sign_in_base() would throw, their requests do.
[[nodiscard]] auth::Endpoints token_endpoints(const connector::Descriptor& connector, const Context& context);

/// Replaces `{web}` in a text of the connector's facts by the service's web address, or if that is not known,
/// by the one of its API.
[[nodiscard]] std::string with_addresses(std::string text, const connector::Descriptor& connector,
                                         const Context& context);

/// The HTTP client: libcurl, traced on stderr with `-v`.
class Wire {
 public:
  explicit Wire(Context& context);
  /// Passes the trace to `say`, called from the thread that sends.
  Wire(Context& context, std::function<void(std::string_view line)> say);
  [[nodiscard]] http::Transport& transport() { return traced_ ? *traced_ : *curl_; }

 private:
  std::unique_ptr<http::Transport> curl_, traced_;
};

/// An account of this home and its connector.
struct AccountName {
  std::string name;
  const connector::Descriptor* connector = nullptr;
};

/// Returns the command that obtains such a token again.
[[nodiscard]] std::string sign_in_command(const AccountName& account, auth::Origin origin);

/// Resolves `names` to accounts: ids, or connectors, which stand for all of their accounts; without names,
/// all accounts. A connector without accounts yields the one that a sign-in would create. Throws
/// Error{sign_in} if there are no names and no accounts, and Error{usage} with a suggestion for an unknown
/// name.
[[nodiscard]] std::vector<AccountName> chosen_accounts(const std::vector<std::string>& names,
                                                       const Context& context);
/// Returns the account with exactly that id. Throws Error{sign_in} if there is none.
[[nodiscard]] AccountName account_by_id(const std::string& id, const Context& context);

}  // namespace locker::cli
