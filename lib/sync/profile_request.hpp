#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/error.hpp"
#include "lib/http/metered.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/progress.hpp"

namespace locker::sync {

/// Name of the stream of the account's own profile in every connector that has one.
inline constexpr std::string_view kProfile = "profile";

/// The service's response to the question whose token this is.
struct ProfileResponse {
  Identity identity;
  http::Response answer;
  std::int64_t requests = 0;
};

/// Sends one request. Throws what ApiClient::identify() and parsing the response throw.
[[nodiscard]] ProfileResponse request_profile(ApiClient& service, const http::RequestMeter& meter);

/// Books a malformed response in the account's ledger, since the service charged for it (UnparsedResponse).
/// The account must exist.
Totals charge_unparsed_profile(const Error& trouble, const Connector& connector, store::Writer& writer,
                               const std::string& account, std::int64_t requests, Instant now);

/// Throws Error{usage} if a page of the profile belongs to another user than the account is bound to.
void expect_owner(const ApiClient& service, const std::string& account, const PageContent& content);

/// Keeps the handle that a page told of the account's user, unless it told none.
void take_handle(ApiClient& service, store::Writer& writer, const std::string& account,
                 const std::string& handle);

/// Learns the user's current handle by a conditional request. Throws what ApiClient::page(), parsing the
/// response and expect_owner() throw.
void learn_handle(ApiClient& service, store::Writer& writer, const std::string& account);

/// Books the request in the account's ledger and, with `store`, stores the profile, whose counts the first
/// estimates use. The account must exist.
Totals keep_profile(const ProfileResponse& look, const Connector& connector, store::Writer& writer,
                    const std::string& account, Instant now, bool store);

}  // namespace locker::sync
