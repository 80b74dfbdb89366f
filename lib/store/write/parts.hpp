#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Identifies a part: kind and key are the service's.
struct PartName {
  std::int64_t version = 0;
  std::string kind, key;
};

/// Computes the digests of parts that were stored before there were digests: once, in short transactions.
void digest_earlier_parts(const Database& database, Statements& statement);

/// The objects that belong to a version although the service sends them beside it (media, polls, places).
class Parts {
 public:
  explicit Parts(Statements& statement) : statement_(statement) {}

  void put(std::int64_t version, const std::vector<Part>& parts);
  /// Copies the parts that one version has and that the next one was sent without.
  void copy_missing(std::int64_t from, std::int64_t to);
  /// Returns true if the version has all of these, with identical bytes (`bytes`) or at least equal content.
  [[nodiscard]] bool same(std::int64_t version, const std::vector<Part>& parts, const TypeRow& type,
                          bool bytes);

 private:
  Statements& statement_;
};

}  // namespace locker::store
