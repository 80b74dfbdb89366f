#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "lib/store/write/dictionary.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Compresses versions that are not the newest of their shape, with a dictionary that is trained from this
/// file's own records as soon as there are enough. Until then they are stored as plain text. Each call does a
/// bounded amount of work, within the caller's transaction.
class VersionCompressor {
 public:
  explicit VersionCompressor(WriteContext& context) : context_(context) {}

  /// Marks `version` as no longer the newest of its shape.
  void put_away(std::int64_t version, const TypeRow& type);
  /// Compresses some of the waiting versions; false if none is waiting or there is no dictionary yet.
  bool compress_some(std::int64_t type);

  /// Retires the dictionaries of a type: they contain pieces of its records, and must go when some are
  /// erased.
  void retire_dictionaries(std::int64_t type);
  /// Continues that by compressing some versions anew. Returns false once it is done.
  bool renew_some();

 private:
  using Known = std::pair<std::int64_t, Dictionary>;  ///< its id, and the dictionary
  std::optional<Known>& dictionary_of(std::int64_t type);
  std::optional<Known> read_dictionary(std::int64_t type);
  bool train(std::int64_t type);
  std::vector<std::string> samples(std::int64_t type);
  void keep(std::int64_t version, const std::string& raw, const Known& dictionary);

  WriteContext& context_;
  std::map<std::int64_t, std::optional<Known>> known_;  ///< by type; absent: too few records so far
};

}  // namespace locker::store
