#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::example {

[[nodiscard]] http::Request me_request(const sync::ServiceAddress& service);
/// The first page of a stream, or the one that the page before led to.
[[nodiscard]] http::Request page_request(const sync::PageQuery& query);

}  // namespace locker::connectors::example
