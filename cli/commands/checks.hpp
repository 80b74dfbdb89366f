#pragma once

#include <CLI/CLI.hpp>

/// What the values of options must be. Each says what is wrong with a value, and what to say instead.
namespace locker::cli {

/// A whole number, decimal, not below `least`.
[[nodiscard]] CLI::Validator whole_number(long least);
/// A sum of dollars, `0.50` or `$0.50`; it is handed on as a plain number.
[[nodiscard]] CLI::Validator dollars();
/// `90s`, `15m`, `1w2d`.
[[nodiscard]] CLI::Validator duration();
/// What a person types for a time.
[[nodiscard]] CLI::Validator point_in_time();
/// One of the output formats.
[[nodiscard]] CLI::Validator output_format();
/// Anything but nothing: `--home "$UNSET"` is a mistake.
[[nodiscard]] CLI::Validator not_empty();

}  // namespace locker::cli
