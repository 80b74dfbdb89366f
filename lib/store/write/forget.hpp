#pragma once

#include <cstdint>
#include <stop_token>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/write/observation.hpp"
#include "lib/store/write/repeats.hpp"

namespace locker {
class Home;
}

namespace locker::store {

/// Erases one record permanently: bytes, versions, parts, memberships, index entries, counters, and the files
/// that only it shows; also the streams that are named after it, with their memberships. Its changes keep
/// their numbers and state only that something was forgotten; a salted digest of its id prevents sync and
/// import from storing it again (design 4.2). Records that repeat it, as found by `find_repeated`, keep only
/// the text of their own bytes. Returns false if it is not stored.
bool forget_record(const Home& home, const connector::Registry& registry, std::string_view account,
                   const RecordName& name, Instant now, const FindRepeated& find_repeated = {});

/// Does the same for all records of an account, and erases its cursors and notices; its costs stay in the
/// ledger. Returns the number of records erased.
std::int64_t forget_account(const Home& home, const connector::Registry& registry, std::string_view account,
                            Instant now, const std::stop_token& stop);

}  // namespace locker::store
