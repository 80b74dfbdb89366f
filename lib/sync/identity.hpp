#pragma once

#include "lib/store/write/writer.hpp"
#include "lib/sync/connector.hpp"

namespace locker::sync {

/// Where ids of two spaces stand in one field, an id may be that of another record already: what the page
/// tells of is then known by its `identity_field`, for good. That is the first alias of an observation.
void tell_apart(store::Writer& writer, std::string_view account, const connector::Descriptor& facts,
                PageContent& content);

}  // namespace locker::sync
