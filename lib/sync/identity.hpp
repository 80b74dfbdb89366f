#pragma once

#include "lib/store/write/writer.hpp"
#include "lib/sync/connector.hpp"

namespace locker::sync {

/// Resolves id collisions where one field holds ids of two id spaces: if another record already has the id,
/// the observation is identified by its `identity_field`, its first alias, from then on.
void tell_apart(store::Writer& writer, std::string_view account, const connector::Descriptor& facts,
                PageContent& content);

}  // namespace locker::sync
