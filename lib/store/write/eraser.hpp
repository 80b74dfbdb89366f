#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "lib/store/write/version_compressor.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Erases records for good, some at a time: what is not indexed by record is read once for all that were
/// chosen, not once for each. Everything inside a WriteTransaction. Their memberships are the caller's, and
/// are to be gone before.
class Eraser {
 public:
  explicit Eraser(WriteContext& context);

  /// Chooses one record of the account, besides those that are chosen already.
  void choose(std::int64_t record);
  /// Chooses at most `count` records of the account; how many.
  int choose_some(std::int64_t account, int count);

  /// Erases what was chosen: bytes, versions, parts, index entries, counters, what was said of them, and the
  /// files that nothing else shows. Their names are refused from now on.
  void erase(std::int64_t account, std::string_view account_name);

  /// Makes the dictionaries anew that hold pieces of what was erased, a bounded step each time. False once
  /// there are none.
  bool renew_dictionaries() { return compressor_.renew_some(); }

 private:
  void note_names();
  void refuse_from_now_on(std::string_view account);
  void erase_files(const std::filesystem::path& media);
  void erase_waiting_files(const std::filesystem::path& folder);
  void retire_dictionaries();
  void erase_what_was_said(std::int64_t account);
  void erase_rows();

  WriteContext& context_;
  VersionCompressor compressor_;
};

}  // namespace locker::store
