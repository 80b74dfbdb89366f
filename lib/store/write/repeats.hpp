#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Whose text a record of that type shows that has those bytes; absent: its own.
using FindRepeated = std::function<std::optional<Repeated>(std::string_view type, std::string_view raw)>;

/// Takes the text of `record` away from the records that repeat it: they show what their own bytes have, and
/// what they showed of its media is its own. Before it is erased, inside a WriteTransaction.
void take_from_repeats(WriteContext& context, std::int64_t record, const FindRepeated& find, Instant now);

}  // namespace locker::store
