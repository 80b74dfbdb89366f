#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace locker {

/// An advisory lock on a file, held by one open file description: it excludes other
/// processes and other threads alike, and the kernel drops it when the holder dies.
/// An exclusive holder's process id is in the file, for messages.
class FileLock {
 public:
  enum class Mode { shared, exclusive };

  /// Absent if somebody else holds it.
  [[nodiscard]] static std::optional<FileLock> try_acquire(const std::filesystem::path& path, Mode mode);
  /// Waits its turn. Throws Error{internal} if the file cannot be opened.
  [[nodiscard]] static FileLock acquire(const std::filesystem::path& path, Mode mode);
  /// Held alone, at once. Throws Error{locked} if somebody else holds it: `what` that says, with the process
  /// id of who does, as in "the store is being tidied (process 4711)".
  [[nodiscard]] static FileLock take(const std::filesystem::path& path, const std::string& what,
                                     const std::string& hint);
  /// True if somebody else holds it alone. Only looks: nobody is kept from it meanwhile.
  [[nodiscard]] static bool is_held(const std::filesystem::path& path);
  /// The process id that an exclusive holder left in the file; absent if none can be read.
  [[nodiscard]] static std::optional<long> holder(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace locker
