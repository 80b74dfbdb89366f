#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

/// Reads the data exports ("archives") that services give their users as files. Common to all services.
namespace locker::imports {

/// Reads the bytes of one member, in order.
class Reader {
 public:
  virtual ~Reader() = default;
  /// Reads at most `size` bytes; returns 0 at the end. Throws Error{internal} if the member is damaged, which
  /// a checksum may reveal only at its end.
  virtual std::size_t read(char* into, std::size_t size) = 0;
  /// The CRC-32 of the whole member, if the container declares one and read() checks it at the end.
  [[nodiscard]] virtual std::optional<std::uint32_t> checksum() const { return std::nullopt; }
};

struct Member {
  std::string_view name;  ///< relative to the container, with `/`, never outside; valid as long as that
  std::uint64_t size = 0;
  Instant changed;
};

/// A zip file, a folder, or a single file. Opening it checks what its directory says about all members. There
/// may be a hundred thousand members, so little is stored for each.
class Container {
 public:
  virtual ~Container() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual Member member(std::size_t index) const = 0;
  [[nodiscard]] virtual std::unique_ptr<Reader> open(std::size_t member) const = 0;
  /// Returns true if reading a member to its end detects damage.
  [[nodiscard]] virtual bool has_checksums() const { return false; }
  /// Name of the file or folder, as shown to the user.
  [[nodiscard]] virtual std::string name() const = 0;
};

/// Throws Error{internal} for input that must not be read: not a zip, or a truncated one; an encrypted
/// member; a name that leads outside; a member that inflates absurdly. Throws Error{usage} if the file does
/// not exist.
[[nodiscard]] std::unique_ptr<Container> open_container(const std::filesystem::path& file);

/// Returns true if the name stays below the folder it is put into, on any system.
[[nodiscard]] bool stays_inside(std::string_view name);

/// Reads a whole member of at most `most` bytes. Throws Error{internal} if it is longer.
[[nodiscard]] std::string read_whole(const Container& container, std::size_t member, std::size_t most);

// The kinds of container. Each is implemented in its own file.
[[nodiscard]] std::unique_ptr<Container> open_zip(const std::filesystem::path& file);
[[nodiscard]] std::unique_ptr<Container> open_folder(const std::filesystem::path& folder);
[[nodiscard]] std::unique_ptr<Container> open_single_file(const std::filesystem::path& file);

}  // namespace locker::imports
