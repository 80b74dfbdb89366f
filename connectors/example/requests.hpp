#pragma once

#include "lib/sync/connector.hpp"

namespace locker::connectors::example {

[[nodiscard]] http::Request me_request(const sync::ServiceAddress& service);
/// Requests the first page of a stream, or the page that the previous one links to.
[[nodiscard]] http::Request page_request(const sync::PageQuery& query);

}  // namespace locker::connectors::example
