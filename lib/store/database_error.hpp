#pragma once

#include <exception>

#include "lib/base/error.hpp"
#include "lib/base/home.hpp"

namespace locker::store {

/// Converts an exception of a library to an Error. If the database file could not be read or written, the
/// error names the file and the cause, and says that committed data is safe.
[[nodiscard]] Error database_error(const std::exception& error, const Home& home);

}  // namespace locker::store
