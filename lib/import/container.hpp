#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

/// Reading what a service gave a person as a file: the same for all services.
namespace locker::imports {

/// The bytes of one member, in order.
class Reader {
 public:
  virtual ~Reader() = default;
  /// At most `size` bytes; 0 at the end. Throws Error{internal} where the member is damaged, which a
  /// checksum may tell only at its end.
  virtual std::size_t read(char* into, std::size_t size) = 0;
  /// The CRC-32 of the whole member, if the container declares one and read() checks it at the end.
  [[nodiscard]] virtual std::optional<std::uint32_t> checksum() const { return std::nullopt; }
};

struct Member {
  std::string_view name;  ///< with `/`, below the container; leads nowhere else; lives as long as that
  std::uint64_t size = 0;
  Instant changed;
};

/// A zip, a folder, or a single file. Opening it checks what its directory tells of all members. There may be
/// a hundred thousand of them, so that little is kept of each.
class Container {
 public:
  virtual ~Container() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual Member member(std::size_t index) const = 0;
  [[nodiscard]] virtual std::unique_ptr<Reader> open(std::size_t member) const = 0;
  /// Whether reading a member to its end tells that it is damaged.
  [[nodiscard]] virtual bool has_checksums() const { return false; }
  /// What a person calls it.
  [[nodiscard]] virtual std::string name() const = 0;
};

/// Throws Error{internal} for what must not be read at all: no zip, or a cut one; an encrypted
/// member; a name that leads out; a member that inflates absurdly. Throws Error{usage} if it is not there.
[[nodiscard]] std::unique_ptr<Container> open_container(const std::filesystem::path& file);

/// True if a name stays below where it is put, on any system.
[[nodiscard]] bool stays_inside(std::string_view name);

/// A whole member, of at most `most` bytes. Throws Error{internal} for a longer one.
[[nodiscard]] std::string read_whole(const Container& container, std::size_t member, std::size_t most);

// The kinds of container, each in a file of its own.
[[nodiscard]] std::unique_ptr<Container> open_zip(const std::filesystem::path& file);
[[nodiscard]] std::unique_ptr<Container> open_folder(const std::filesystem::path& folder);
[[nodiscard]] std::unique_ptr<Container> open_single_file(const std::filesystem::path& file);

}  // namespace locker::imports
