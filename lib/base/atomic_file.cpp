#include "lib/base/atomic_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/error.hpp"

namespace locker {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what, int error) {
  throw Error(ErrorKind::internal, path.string() + " cannot be " + what + ": " + std::strerror(error),
              "check free space and permissions");
}

/// Where a file without a name can be given one.
constexpr char kDescriptors[] = "/proc/self/fd/";

/// -1: this file system has no files without a name, or they could not be given one.
int open_nameless(const fs::path& folder) {
#ifdef O_TMPFILE
  if (access(kDescriptors, X_OK) == 0)
    return open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
#endif
  return -1;
}

/// An open file that is to take a target's place. It has no name until it is on the disk, so that a kill
/// leaves nothing, where the file system can do that; otherwise it is removed unless it was kept.
class Temporary {
 public:
  explicit Temporary(const fs::path& target)
      : target_(target), descriptor_(open_nameless(target.parent_path())) {
    if (descriptor_ >= 0) return;
    name_ = target.string() + ".XXXXXX";
    descriptor_ = mkostemp(name_.data(), O_CLOEXEC);  // mode 0600
    if (descriptor_ < 0) fail(target, "written", errno);
  }
  ~Temporary() {
    close(descriptor_);
    if (!name_.empty()) unlink(name_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  void write_all(std::string_view bytes) const {
    locker::write_all(descriptor_, bytes, target_);
    if (fsync(descriptor_) != 0) fail(target_, "written", errno);
  }

  /// False if somebody else who writes the same took its name away: then it is to be made anew.
  [[nodiscard]] bool take_place() {
    const bool was_nameless = name_.empty();
    if (was_nameless) give_name();
    const bool renamed = rename(name_.c_str(), target_.c_str()) == 0;
    if (!renamed && (errno != ENOENT || !was_nameless)) fail(target_, "written", errno);
    name_.clear();
    return renamed;
  }

 private:
  /// A fixed one: what a kill between the two steps leaves there is removed by the next who writes.
  void give_name() {
    const std::string fresh = target_.string() + ".new";
    const std::string nameless = kDescriptors + std::to_string(descriptor_);
    while (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, fresh.c_str(), AT_SYMLINK_FOLLOW) != 0)
      if (errno != EEXIST || (unlink(fresh.c_str()) != 0 && errno != ENOENT)) fail(target_, "written", errno);
    name_ = fresh;
  }

  const fs::path target_;
  std::string name_;  ///< empty: it has none
  int descriptor_ = -1;
};

int open_folder(const fs::path& folder) {
  const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(folder, "opened", errno);
  return descriptor;
}

}  // namespace

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, "written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync_folder(const fs::path& folder) {
  const int descriptor = open_folder(folder);
  const int result = fsync(descriptor);
  const int error = errno;
  close(descriptor);
  if (result != 0 && error != EINVAL) fail(folder, "written", error);
}

void sync_filesystem(const fs::path& folder) {
#ifdef __linux__
  const int descriptor = open_folder(folder);
  const int result = syncfs(descriptor);
  const int error = errno;
  close(descriptor);
  if (result != 0) fail(folder, "written", error);
#else
  sync();
#endif
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  for (bool is_there = false; !is_there;) {
    Temporary temporary(path);
    temporary.write_all(bytes);
    is_there = temporary.take_place();
  }
  sync_folder(path.parent_path());
}

std::optional<std::string> read_file(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    fail(path, "read", errno);
  }
  std::string bytes;
  char buffer[16384];
  ssize_t got = 0;
  while ((got = read(descriptor, buffer, sizeof buffer)) != 0) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  const int error = errno;
  close(descriptor);
  if (got < 0) fail(path, "read", error);
  return bytes;
}

}  // namespace locker
