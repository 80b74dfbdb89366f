#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/write/media.hpp"

namespace locker::store {

/// The forms of a record that may name media, and the media that the archive already has rows of.
struct NamedMedia {
  std::vector<StoredForm> forms;   ///< newest of each shape; only those that mention media
  std::vector<std::string> known;  ///< ids of the media that have rows
};

/// Looks up NamedMedia. Keeps its prepared statements, so use one instance for many records.
class UnstoredMedia {
 public:
  explicit UnstoredMedia(const Database& database);
  ~UnstoredMedia();
  [[nodiscard]] NamedMedia of(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
