#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Writes `bytes` so that after any crash the file is the old or the new one, whole: a file without a name
/// in the same folder with mode 0600, fsync, the name `PATH.new`, rename, fsync of the folder.
/// Throws Error{internal} naming the path.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// The whole file, or absent if there is none. Throws Error{internal} if it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path);

/// All of it, from where the open file `path` stands. Throws Error{internal} naming that.
void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);

/// Names in a folder to the disk: without this a power cut may leave it as it was.
/// Throws Error{internal} naming it.
void sync_folder(const std::filesystem::path& folder);

/// Everything that was written to where a folder lies goes to the disk: for many files at once.
void sync_filesystem(const std::filesystem::path& folder);

}  // namespace locker
