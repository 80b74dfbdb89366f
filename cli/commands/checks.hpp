#pragma once

#include <CLI/CLI.hpp>

/// Validators of option values. Each reports what is wrong with a value and which values are valid.
namespace locker::cli {

/// A decimal integer of at least `least`.
[[nodiscard]] CLI::Validator whole_number(long least);
/// An amount in dollars, `0.50` or `$0.50`; normalised to a plain number.
[[nodiscard]] CLI::Validator dollars();
/// `90s`, `15m`, `1w2d`.
[[nodiscard]] CLI::Validator duration();
/// A time as accepted by parse_user_time().
[[nodiscard]] CLI::Validator point_in_time();
/// One of the output formats.
[[nodiscard]] CLI::Validator output_format();
/// Any text but the empty one: `--home "$UNSET"` is a mistake.
[[nodiscard]] CLI::Validator not_empty();

}  // namespace locker::cli
