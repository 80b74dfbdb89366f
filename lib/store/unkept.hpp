#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/write/media.hpp"

namespace locker::store {

/// What a record may name beside the photos and films that the archive has rows of.
struct NamedMedia {
  std::vector<StoredForm> forms;   ///< newest of each shape; none that says nothing of media
  std::vector<std::string> known;  ///< ids of those media
};

/// Looks that up. Keeps its statements, so use one for many records.
class Unkept {
 public:
  explicit Unkept(const Database& database);
  ~Unkept();
  [[nodiscard]] NamedMedia of(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
