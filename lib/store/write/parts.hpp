#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// What names a part: kind and key are the service's.
struct PartName {
  std::int64_t version = 0;
  std::string kind, key;
};

/// Parts that were stored before there were digests of them get theirs: once, in short turns.
void digest_earlier_parts(const Database& database, Statements& statement);

/// The objects that belong to a version though the service sends them beside it (media, polls, places).
class Parts {
 public:
  explicit Parts(Statements& statement) : statement_(statement) {}

  void put(std::int64_t version, const std::vector<Part>& parts);
  /// What one version has and the next was not told again.
  void copy_missing(std::int64_t from, std::int64_t to);
  /// True if the version has all of these: with the same bytes, or with the same content.
  [[nodiscard]] bool same(std::int64_t version, const std::vector<Part>& parts, const TypeRow& type,
                          bool bytes);

 private:
  Statements& statement_;
};

}  // namespace locker::store
