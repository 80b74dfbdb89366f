#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Returns whose text is shown by a record with that type and those bytes; absent: its own.
using FindRepeated = std::function<std::optional<Repeated>(std::string_view type, std::string_view raw)>;

/// Removes the text of `record` from the records that repeat it: from then on they show the text of their own
/// bytes, and the media that they showed become media of `record`. Call before it is erased, inside a
/// WriteTransaction.
void restore_texts_of_repeats(WriteContext& context, std::int64_t record, const FindRepeated& find,
                              Instant now);

}  // namespace locker::store
