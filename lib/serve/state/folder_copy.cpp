#include "lib/serve/state/folder_copy.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_copy(const fs::path& what, const std::string& why) {
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
    refuse_copy(entry.path(), "is neither a file nor a folder nor a link, and cannot be copied");
  if (access(entry.path().c_str(), fs::is_directory(status) ? R_OK | X_OK : R_OK) != 0)
    refuse_copy(entry.path(), "may not be read, and cannot be copied");
}

/// Undoes a replacement that was interrupted between the two renames: the target is missing, and the old
/// folder is next to it.
void take_back(const fs::path& to, const fs::path& old) {
  if (!fs::exists(to) && fs::exists(old)) fs::rename(old, to);
}

bool exchange(const fs::path& one, const fs::path& other) {
#ifdef RENAME_EXCHANGE
  return renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
#else
  return false;
#endif
}

/// Replaces `to` by `fresh`. The old folder is then at `fresh`, or at `old` if the file system has no atomic
/// exchange.
void put_in_place(const fs::path& to, const fs::path& fresh, const fs::path& old) {
  if (!fs::exists(to)) return fs::rename(fresh, to);
  if (exchange(fresh, to)) return;
  fs::rename(to, old);
  try {
    fs::rename(fresh, to);
  } catch (const fs::filesystem_error&) {
    take_back(to, old);
    throw;
  }
}

}  // namespace

void check_copy(const fs::path& from, const fs::path& to) {
  const fs::path target = fs::weakly_canonical(to);
  if (target != from && lies_in(target, from))
    refuse_copy(from, "holds the locker, and cannot be copied into it");
  try {
    for (const auto& entry : fs::recursive_directory_iterator(from)) check_one(entry);
  } catch (const fs::filesystem_error& error) {
    refuse_copy(error.path1(), "cannot be read: " + error.code().message());
  }
}

void replace_with_copy(const fs::path& to, const fs::path& from) {
  const fs::path fresh = to.string() + ".new", old = to.string() + ".old";
  std::error_code ignored;
  try {
    take_back(to, old);
    fs::remove_all(fresh);
    fs::remove_all(old);
    fs::create_directories(to.parent_path());
    fs::copy(from, fresh, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    sync_filesystem(to.parent_path());
    put_in_place(to, fresh, old);
    sync_folder(to.parent_path());
  } catch (const fs::filesystem_error& error) {
    fs::remove_all(fresh, ignored);
    refuse_copy(error.path1(), "cannot be copied: " + error.code().message());
  }
  fs::remove_all(fresh, ignored);
  fs::remove_all(old, ignored);
}

}  // namespace locker::serve
