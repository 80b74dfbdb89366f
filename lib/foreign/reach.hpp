#pragma once

#include <string>

namespace locker::foreign {

/// JSON allows values that a parser of 64-bit numbers and Unicode characters cannot represent (RFC 8259
/// sections 6 and 8.2). These functions overwrite them in place in a copy made for parsing; the original
/// bytes are what is stored.

/// Replaces half of a surrogate pair by U+FFFD.
void replace_lone_surrogates(std::string& json);

/// Replaces a number beyond 64 bits (18446744073709551616, 1e400) by null.
void blank_great_numbers(std::string& json);

}  // namespace locker::foreign
