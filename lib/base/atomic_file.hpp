#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Writes `bytes` such that after any crash the file has either its old or its new content: writes an unnamed
/// file (0600) in the same folder, syncs it, links it as `PATH.new`, renames it and syncs the folder.
/// Throws Error{internal} naming the path.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Reads the whole file; absent if there is none. Throws Error{internal} if it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);

/// Writes all of `bytes` at the descriptor's position. `path` is for the message of Error{internal}.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);

/// Syncs a folder's entries to the disk; without this a power failure may undo a rename.
/// Throws Error{internal} naming the folder.
void sync_folder(const std::filesystem::path& folder);

/// Syncs the whole file system of a folder: cheaper than syncing many files one by one.
void sync_filesystem(const std::filesystem::path& folder);

}  // namespace locker
