#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace locker::exchange {

/// The folder that an export goes to. It is made aside, below the folder, and takes its place there when
/// it is whole: an export that was interrupted leaves an earlier one as it was, and no half file under
/// a name of a whole one. `locker-export.json` says whose folder it is and what is in it.
class Folder {
 public:
  /// Throws Error{internal} for the folder of an export that is not whole. One that no export of ours says
  /// anything about is not judged.
  static void require_whole(const std::filesystem::path& folder);

  /// Throws Error{usage} for a folder that holds anything but an earlier export.
  explicit Folder(std::filesystem::path target);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Where the export is made.
  [[nodiscard]] const std::filesystem::path& work() const { return work_; }
  /// Moves it into its place, in place of the earlier one.
  void finish(std::string_view format, std::string_view made_at);

 private:
  std::filesystem::path target_, work_;
};

}  // namespace locker::exchange
