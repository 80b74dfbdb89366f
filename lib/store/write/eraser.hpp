#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "lib/store/write/version_compressor.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Erases records permanently, some at a time: tables that are not indexed by record are scanned once for all
/// chosen records, not once for each. Call everything inside a WriteTransaction. The caller must have removed
/// the memberships before.
class Eraser {
 public:
  explicit Eraser(WriteContext& context);

  /// Adds one record of the account to the chosen ones.
  void choose(std::int64_t record);
  /// Chooses at most `count` records of the account; returns how many.
  int choose_some(std::int64_t account, int count);

  /// Erases the chosen records: bytes, versions, parts, index entries, counters, notices about them, and the
  /// files that nothing else shows. Records with their names are refused from now on.
  void erase(std::int64_t account, std::string_view account_name);

  /// Replaces the dictionaries that contain pieces of erased records, a bounded step per call. Returns false
  /// once none is left.
  bool renew_dictionaries() { return compressor_.renew_some(); }

 private:
  void note_names();
  void add_to_forgotten(std::string_view account);
  using Ids = std::set<std::string, std::less<>>;
  [[nodiscard]] Ids chosen_ids();
  void erase_files(std::int64_t account, const std::filesystem::path& media);
  static void erase_waiting_files(const std::filesystem::path& folder, const Ids& ids);
  void erase_unshown_files(std::int64_t account, const std::filesystem::path& media, const Ids& ids);
  void retire_dictionaries();
  void erase_notices(std::int64_t account);
  void erase_rows();

  WriteContext& context_;
  VersionCompressor compressor_;
};

}  // namespace locker::store
