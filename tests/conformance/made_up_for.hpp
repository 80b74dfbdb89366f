#pragma once

#include <string>

#include "tests/conformance/stage.hpp"

namespace locker::conformance {

/// Compares the dump of an archive with `whole`, that of a sync without faults. Returns the lines that it
/// lacks, and the number of records that only it has. History does not count: a record whose follow-up was
/// refused is completed by an update and keeps the form in which it was listed.
[[nodiscard]] Words lacks(const std::string& dump, const std::string& whole);

}  // namespace locker::conformance
