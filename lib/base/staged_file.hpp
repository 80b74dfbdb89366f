#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// The future content of a file, written to `FILE.next` beside it: disk space can be reserved before the
/// content is known, and a file left by a crash can be recovered. One writer at a time: the caller holds a
/// lock. All but `remove` throw Error{internal} naming the path.
class StagedFile {
 public:
  explicit StagedFile(std::filesystem::path file);

  /// Reserves disk space by writing `bytes` blanks, replacing any previous content.
  void reserve(std::size_t bytes) const;
  /// Overwrites the reserved space, or creates the file (0600), and syncs it.
  void write(std::string_view bytes) const;
  /// Renames it to the file; after any crash that has its old or its new content.
  void take_place() const;

  /// Returns the content left there; absent if there is none.
  [[nodiscard]] std::optional<std::string> left() const;
  void remove() const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path file_, path_;
};

}  // namespace locker
