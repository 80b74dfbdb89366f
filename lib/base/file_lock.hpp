#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace locker {

/// An advisory file lock, owned by an open file description: it excludes other processes and other threads,
/// and the kernel releases it when the holder dies. The file holds the process id of an exclusive holder, for
/// messages.
class FileLock {
 public:
  enum class Mode { shared, exclusive };

  /// Returns absent if another holder has the lock.
  [[nodiscard]] static std::optional<FileLock> try_acquire(const std::filesystem::path& path, Mode mode);
  /// Waits for the lock. Throws Error{internal} if the file cannot be opened.
  [[nodiscard]] static FileLock acquire(const std::filesystem::path& path, Mode mode);
  /// Takes the lock exclusively without waiting. Throws Error{locked} if that is impossible, with the message
  /// `what` and the holder's process id, as in "the store is being tidied (process 4711)".
  [[nodiscard]] static FileLock take(const std::filesystem::path& path, const std::string& what,
                                     const std::string& hint);
  /// True if another holder has the lock exclusively. Tests without taking it.
  [[nodiscard]] static bool is_held(const std::filesystem::path& path);
  /// Returns the process id that an exclusive holder wrote to the file; absent if none can be read.
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
