#pragma once

#include <string>

namespace locker::foreign {

/// JSON allows what a reader of 64-bit numbers and of Unicode's characters has no value for (RFC 8259
/// sections 6 and 8.2). These spell it otherwise in a copy to read from, whose bytes stay in their places;
/// what is stored is what came.

/// Half of a surrogate pair becomes U+FFFD.
void replace_lone_surrogates(std::string& json);

/// A number that no 64 bits hold (18446744073709551616, 1e400) becomes null.
void blank_great_numbers(std::string& json);

}  // namespace locker::foreign
