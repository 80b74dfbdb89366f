#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::twitter {

/// X's two generations of field names: those before August 2026, which are tried first, and those since.
inline constexpr std::string_view kOldNames = "";
inline constexpr std::string_view kNewNames = "post";

[[nodiscard]] http::Request me_request(const sync::ServiceAddress& service);
[[nodiscard]] http::Request page_request(const sync::PageQuery& query);
[[nodiscard]] http::Request lookup_request(const sync::LookupQuery& query);

}  // namespace locker::connectors::twitter
