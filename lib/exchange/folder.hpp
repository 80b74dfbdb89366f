#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace locker::exchange {

/// The target folder of an export. The export is made in a subfolder and moved into place when it is
/// complete: an interrupted export leaves an earlier one as it was, and no partial file under a final name.
/// `locker-export.json` marks the folder as an export and lists its entries.
class Folder {
 public:
  /// Throws Error{internal} if the folder holds an incomplete export. Accepts a folder without a marker of
  /// ours.
  static void require_whole(const std::filesystem::path& folder);

  /// Throws Error{usage} for a folder that contains anything other than an earlier export.
  explicit Folder(std::filesystem::path target);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Where the export is made.
  [[nodiscard]] const std::filesystem::path& work() const { return work_; }
  /// Moves the export into place and removes the earlier one.
  void finish(std::string_view format, std::string_view made_at);

 private:
  std::filesystem::path target_, work_;
};

}  // namespace locker::exchange
