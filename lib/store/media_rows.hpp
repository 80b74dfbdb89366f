#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/store/database.hpp"

namespace locker::store {

/// The source of a medium that could not be had and is asked for again (docs/schema.md).
inline constexpr char kPutOff[] = "put off";

/// A photo or film that a record shows, as the archive keeps it.
struct ShownMedium {
  std::string kind, url, alt, source;
  std::string path;  ///< below the home: `Me/twitter/media/2024/…`; empty: no file is kept
  std::int64_t size = 0;
  std::string sha256;  ///< in hexadecimal digits
};

/// Looks up what records show. Keeps its statement, so use one for many records.
class ShownMedia {
 public:
  explicit ShownMedia(const Database& database);
  ~ShownMedia();
  /// In the order in which the record shows them.
  [[nodiscard]] std::vector<ShownMedium> of(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The records of which a file is kept, rising.
[[nodiscard]] std::vector<std::int64_t> records_with_media(const Database& database);

}  // namespace locker::store
