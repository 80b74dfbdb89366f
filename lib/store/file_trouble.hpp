#pragma once

#include <exception>

#include "lib/base/error.hpp"
#include "lib/base/home.hpp"

namespace locker::store {

/// An exception that is none of ours as one that is. Where the database's file could not be read or written
/// it names the file, what is in the way, and that whatever was committed is safe.
[[nodiscard]] Error file_trouble(const std::exception& error, const Home& home);

}  // namespace locker::store
