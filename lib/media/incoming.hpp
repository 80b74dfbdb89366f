#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "lib/store/write/digest.hpp"

namespace locker::media {

/// An incoming file, in a folder of its own until it is complete, so that a partial one is never mistaken for
/// a stored one. Mode 0600.
class Incoming {
 public:
  /// Creates a new file, deleted on destruction unless it was moved.
  [[nodiscard]] static Incoming fresh(const std::filesystem::path& media_folder);
  /// Opens the file identified by `what`, with the bytes that an earlier run left. It stays on destruction,
  /// unless it was moved or discarded, or is empty.
  [[nodiscard]] static Incoming resumed(const std::filesystem::path& media_folder, std::string_view what);

  /// Deletes fresh() files left by a killed run. The caller holds the account's sync lock.
  static void remove_left_over(const std::filesystem::path& media_folder);

  Incoming(Incoming&&) noexcept;
  Incoming& operator=(Incoming&&) noexcept;
  ~Incoming();

  void append(std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const;
  /// Drops the content.
  void restart();
  /// Returns the SHA-256 of the content. Must be the last call but for move_to() and discard().
  [[nodiscard]] store::Digest digest();
  /// Syncs the file and renames it to `target`, replacing any file there; creates the folder.
  void move_to(const std::filesystem::path& target);
  void discard();

 private:
  struct State;
  explicit Incoming(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Folder of incoming files, below the media folder.
inline constexpr std::string_view kIncomingFolder = ".incoming";

}  // namespace locker::media
