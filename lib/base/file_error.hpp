#pragma once

#include <filesystem>

namespace locker {

/// Throws Error{internal}: `PATH cannot be WHAT: …`, with the text of the system's error number, and the hint
/// to check free space and permissions.
[[noreturn]] void throw_file_error(const std::filesystem::path& path, const char* what, int error);

}  // namespace locker
