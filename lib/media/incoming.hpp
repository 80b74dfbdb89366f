#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "lib/store/write/digest.hpp"

namespace locker::media {

/// A file on its way in, in a folder of its own until it is whole, so that a half one is never taken
/// for a kept one. Mode 0600.
class Incoming {
 public:
  /// A new file, removed unless it was moved away.
  [[nodiscard]] static Incoming fresh(const std::filesystem::path& media_folder);
  /// One that goes on where an earlier run stopped, known by `what`. It stays where it is unless it was
  /// moved away or discarded, or nothing came.
  [[nodiscard]] static Incoming resumed(const std::filesystem::path& media_folder, std::string_view what);

  /// Removes new files that a killed run left. The caller holds the account's sync lock.
  static void remove_left_over(const std::filesystem::path& media_folder);

  Incoming(Incoming&&) noexcept;
  Incoming& operator=(Incoming&&) noexcept;
  ~Incoming();

  void append(std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const;
  /// Begins again with nothing.
  void restart();
  /// SHA-256 of all that was appended. Nothing is appended after it.
  [[nodiscard]] store::Digest digest();
  /// To the disk, and to its name, whose folder is made; what lay there is replaced.
  void move_to(const std::filesystem::path& target);
  void discard();

 private:
  struct State;
  explicit Incoming(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Below the media folder: where files are until they are whole.
inline constexpr std::string_view kIncomingFolder = ".incoming";

}  // namespace locker::media
