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

/// Erases one record for good: bytes, versions, parts, memberships, index entries, counters, and the
/// files that it alone shows; and the streams that are named by it, with who is in them. Its changes keep
/// their numbers and say only that something was forgotten; a salted digest of its id keeps sync and import
/// from bringing it back (design 4.2). What repeats it, as `find_repeated` knows, is left with what its own
/// bytes have for text. False if it is not there.
bool forget_record(const Home& home, const connector::Registry& registry, std::string_view account,
                   const RecordName& name, Instant now, const FindRepeated& find_repeated = {});

/// The same for all records of an account, and its cursors and notices; what it cost stays in the
/// ledger. How many records.
std::int64_t forget_account(const Home& home, const connector::Registry& registry, std::string_view account,
                            Instant now, const std::stop_token& stop);

}  // namespace locker::store
