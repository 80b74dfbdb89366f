#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/exchange/digested_output.hpp"
#include "lib/store/database.hpp"

namespace locker::exchange {

/// Everything of an archive as JSON Lines (docs/export.md): a head, a line for each row of each kind, and
/// an end that says how many lines there are, so that a half export is known for what it is. Where what a
/// service sent is free of line breaks it stands there byte for byte, as JSON of its own under `raw`; else
/// as a string under `raw_text`.
/// Returns the number of records.
std::int64_t write_lines(const store::Database& database, const connector::Registry& registry,
                         DigestedOutput& output, std::string_view made_at,
                         const std::function<void(std::int64_t records)>& told);

}  // namespace locker::exchange
