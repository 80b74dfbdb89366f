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

/// Where a connector's service is: its own addresses, unless the environment names others.
[[nodiscard]] std::string api_base(const connector::Descriptor& connector, const Context& context);
[[nodiscard]] std::string authorize_url(const connector::AuthorizationCode& way, const Context& context);
/// Where the endpoints of its sign-in are.
[[nodiscard]] std::string sign_in_base(const connector::Descriptor& connector, const Context& context);
[[nodiscard]] auth::Endpoints token_endpoints(const connector::Descriptor& connector, const Context& context);

/// A text of the connector's facts in which `{web}` stands for the service's web address.
[[nodiscard]] std::string with_addresses(std::string text, const connector::Descriptor& connector,
                                         const Context& context);

/// The way out: libcurl, told about on stderr with `-v`.
class Wire {
 public:
  explicit Wire(Context& context);
  /// Tells `say` each line, from whatever thread sends.
  Wire(Context& context, std::function<void(std::string_view line)> say);
  [[nodiscard]] http::Transport& transport() { return traced_ ? *traced_ : *curl_; }

 private:
  std::unique_ptr<http::Transport> curl_, traced_;
};

/// An account of this home, with its connector.
struct AccountName {
  std::string name;
  const connector::Descriptor* connector = nullptr;
};

/// What a person runs to get such a token again.
[[nodiscard]] std::string sign_in_command(const AccountName& account, auth::Origin origin);

/// The accounts that `names` mean: ids, or connectors for all of theirs; none: all there are. Of a connector
/// without any it is the one that a sign-in would make. Throws Error{sign_in} where none is named and there
/// is none yet, Error{usage} with a suggestion for anything unknown.
[[nodiscard]] std::vector<AccountName> chosen_accounts(const std::vector<std::string>& names,
                                                       const Context& context);
/// The account of exactly that id. Throws Error{sign_in} if there is none.
[[nodiscard]] AccountName the_account(const std::string& id, const Context& context);

}  // namespace locker::cli
