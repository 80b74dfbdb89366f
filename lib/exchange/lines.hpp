#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/exchange/digested_output.hpp"
#include "lib/store/database.hpp"

namespace locker::exchange {

/// Writes a whole archive as JSON Lines (docs/export.md): a head, a line for each row of each kind, and an
/// end with the number of lines, which reveals a truncated export. Data of a service that is free of line
/// breaks is written byte for byte, as JSON under `raw`; other data as a string under `raw_text`. Returns the
/// number of records. Calls `on_progress` with the number written so far.
std::int64_t write_lines(const store::Database& database, const connector::Registry& registry,
                         DigestedOutput& output, std::string_view made_at,
                         const std::function<void(std::int64_t records)>& on_progress);

}  // namespace locker::exchange
