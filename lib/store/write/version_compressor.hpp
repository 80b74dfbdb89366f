#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "lib/store/write/dictionary.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Versions that are not the newest of their shape: kept compressed, with a dictionary that is made from
/// this file's own records as soon as there are enough. Until then they wait as plain text. Each call is
/// bounded in what it does, and part of the caller's transaction.
class VersionCompressor {
 public:
  explicit VersionCompressor(WriteContext& context) : context_(context) {}

  /// `version` is no longer the newest of its shape.
  void put_away(std::int64_t version, const TypeRow& type);
  /// Compresses some of those that wait; false if none does, or there is no dictionary yet.
  bool compress_some(std::int64_t type);

  /// The dictionaries of a type hold pieces of its records: they are to go with what is erased of them.
  void retire_dictionaries(std::int64_t type);
  /// Goes on with that, some versions at a time: they are compressed anew. False once it is done.
  bool renew_some();

 private:
  using Known = std::pair<std::int64_t, Dictionary>;  ///< its number
  std::optional<Known>& dictionary_of(std::int64_t type);
  std::optional<Known> read_dictionary(std::int64_t type);
  bool train(std::int64_t type);
  std::vector<std::string> samples(std::int64_t type);
  void keep(std::int64_t version, const std::string& raw, const Known& dictionary);

  WriteContext& context_;
  std::map<std::int64_t, std::optional<Known>> known_;  ///< by type; absent: too few records so far
};

}  // namespace locker::store
