#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/error.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/progress.hpp"

namespace locker::sync {

/// The stream of the account's own profile, in every connector that has one.
inline constexpr std::string_view kProfile = "profile";

/// What the service said when it was asked whose token this is.
struct ProfileLook {
  Identity identity;
  http::Response answer;
  std::int64_t requests = 0;
};

/// One request. Throws what ApiClient::identify() and reading its answer throw.
[[nodiscard]] ProfileLook look_at_profile(ApiClient& service, const RequestMeter& meter);

/// Enters a look whose answer could not be read into the account's ledger: it was charged for all the same
/// (Unread). The account exists.
Totals charge_unread_look(const Error& trouble, const Connector& connector, store::Writer& writer,
                          const std::string& account, std::int64_t requests, Instant now);

/// Throws Error{usage} if a page of the profile is of another person than the account is bound to.
void expect_owner(const ApiClient& service, const std::string& account, const PageContent& content);

/// Asks, with a request that is answered 304 where nothing is new, by which handle the person goes now.
/// Throws what ApiClient::page(), reading its answer and expect_owner() throw.
void learn_handle(ApiClient& service, store::Writer& writer, const std::string& account);

/// Enters the look into the account's ledger, and with `store` keeps the profile that it showed: its
/// counts are what the first estimates go by. The account exists.
Totals keep_profile(const ProfileLook& look, const Connector& connector, store::Writer& writer,
                    const std::string& account, Instant now, bool store);

}  // namespace locker::sync
