#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// Returns the content of a file that this program stores for its own use; absent if there is none. Throws
/// Error{internal}, without waiting, if it cannot be read, or if a folder, a pipe or a device is in its
/// place.
[[nodiscard]] std::optional<std::string> read_state_file(const std::filesystem::path& path);

/// Reads such a file in pieces, up to the size that it had when it was opened.
class StateFileReader {
 public:
  /// A file that is not there is read as an empty one. Throws like read_state_file().
  explicit StateFileReader(std::filesystem::path path);
  ~StateFileReader();
  StateFileReader(const StateFileReader&) = delete;
  StateFileReader& operator=(const StateFileReader&) = delete;

  /// Returns the next piece, valid until the next call; empty at the end. Throws Error{internal}.
  [[nodiscard]] std::string_view next();

 private:
  const std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t left_ = 0;
  std::string piece_;
};

}  // namespace locker
