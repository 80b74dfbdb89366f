#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// What is to take a file's place, written beside it under a fixed name, `FILE.next`: so that there is room
/// for it before it is there, and so that one that was left by a crash is found. One writer at a time: the
/// caller holds a lock. All but `remove` throw Error{internal} naming the path.
class StagedFile {
 public:
  explicit StagedFile(std::filesystem::path file);

  /// Takes so much room on the disk, filled with blanks, whatever was there before.
  void reserve(std::size_t bytes) const;
  /// Writes over the room that was reserved, or makes a file (0600), and waits until it is on the disk.
  void write(std::string_view bytes) const;
  /// After any crash the file is the old or the new one, whole.
  void take_place() const;

  /// What lies there now; absent: nothing.
  [[nodiscard]] std::optional<std::string> left() const;
  void remove() const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path file_, path_;
};

}  // namespace locker
