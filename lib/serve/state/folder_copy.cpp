#include "lib/serve/state/folder_copy.hpp"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "lib/base/error.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& what, const std::string& why) {
  throw Error(ErrorKind::usage, what.string() + " " + why,
              "take it out of the folder, or leave the folder where it is with --link");
}

bool lies_in(const fs::path& inner, const fs::path& outer) {
  return std::ranges::mismatch(inner, outer).in2 == outer.end();
}

void check_one(const fs::directory_entry& entry) {
  const auto status = entry.symlink_status();
  if (fs::is_symlink(status)) return;
  if (!fs::is_regular_file(status) && !fs::is_directory(status))
    refuse(entry.path(), "is neither a file nor a folder nor a link, and cannot be copied");
  if (access(entry.path().c_str(), fs::is_directory(status) ? R_OK | X_OK : R_OK) != 0)
    refuse(entry.path(), "may not be read, and cannot be copied");
}

}  // namespace

void check_copy(const fs::path& from, const fs::path& to) {
  const fs::path target = fs::weakly_canonical(to);
  if (target != from && lies_in(target, from)) refuse(from, "holds the locker, and cannot be copied into it");
  try {
    for (const auto& entry : fs::recursive_directory_iterator(from)) check_one(entry);
  } catch (const fs::filesystem_error& error) {
    refuse(error.path1(), "cannot be read: " + error.code().message());
  }
}

void copy_in_place_of(const fs::path& to, const fs::path& from) {
  const fs::path fresh = to.string() + ".new", old = to.string() + ".old";
  std::error_code ignored;
  try {
    fs::remove_all(fresh);
    fs::remove_all(old);
    fs::create_directories(to.parent_path());
    fs::copy(from, fresh, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    if (fs::exists(to)) fs::rename(to, old);
    fs::rename(fresh, to);
  } catch (const fs::filesystem_error& error) {
    fs::remove_all(fresh, ignored);
    if (!fs::exists(to, ignored)) fs::rename(old, to, ignored);
    refuse(error.path1(), "cannot be copied: " + error.code().message());
  }
  fs::remove_all(old, ignored);
}

}  // namespace locker::serve
