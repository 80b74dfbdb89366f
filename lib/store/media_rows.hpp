#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/store/database.hpp"

namespace locker::store {

/// Value of `media.source` for a medium that could not be downloaded and will be requested again
/// (docs/schema.md).
inline constexpr char kPostponed[] = "put off";

/// A photo or video that a record shows, as stored in the archive.
struct ShownMedium {
  std::string kind, url, alt, source;
  std::string path;  ///< relative to the home: `Me/twitter/media/2024/…`; empty: no file is stored
  std::int64_t size = 0;
  std::string sha256;  ///< hexadecimal digits
};

/// Looks up the media of records. Keeps its prepared statement, so use one instance for many records.
class ShownMedia {
 public:
  explicit ShownMedia(const Database& database);
  ~ShownMedia();
  /// Returns the media of a record, in the order in which it shows them.
  [[nodiscard]] std::vector<ShownMedium> of(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns the records that have a stored media file, in ascending order.
[[nodiscard]] std::vector<std::int64_t> records_with_media(const Database& database);

}  // namespace locker::store
