#pragma once

#include <filesystem>

namespace locker::serve {

/// Throws Error{usage} naming what of a folder cannot be copied to `to`: what is neither file, folder nor
/// link, what may not be read, or that `to` lies in the folder itself.
void check_copy(const std::filesystem::path& from, const std::filesystem::path& to);

/// Copies a folder in place of what is there: after any crash one or the other is there whole, and who looks
/// meanwhile finds it, where the file system can exchange two folders at once. Nothing is left where it
/// fails; what an earlier one left is cleared up. Throws Error{usage} that says why.
void copy_in_place_of(const std::filesystem::path& to, const std::filesystem::path& from);

}  // namespace locker::serve
