#include "lib/base/atomic_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/file_error.hpp"

namespace locker {
namespace {

namespace fs = std::filesystem;

/// Where an unnamed file is found in order to give it a name.
constexpr char kDescriptors[] = "/proc/self/fd/";

/// Opens an unnamed file. Returns -1 if the file system has none or if it could not be given a name.
int open_nameless(const fs::path& folder) {
#ifdef O_TMPFILE
  if (access(kDescriptors, X_OK) == 0)
    return open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
#endif
  return -1;
}

/// An open file that is to replace a target. If the file system allows it, the file has no name until its
/// content is on the disk, so that a killed process leaves nothing. Otherwise the destructor removes it
/// unless it replaced the target.
class Temporary {
 public:
  explicit Temporary(const fs::path& target)
      : target_(target), descriptor_(open_nameless(target.parent_path())) {
    if (descriptor_ >= 0) return;
    name_ = target.string() + ".XXXXXX";
    descriptor_ = mkostemp(name_.data(), O_CLOEXEC);  // mode 0600
    if (descriptor_ < 0) throw_file_error(target, "written", errno);
  }
  ~Temporary() {
    close(descriptor_);
    if (!name_.empty()) unlink(name_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  void write_all(std::string_view bytes) const {
    locker::write_all(descriptor_, bytes, target_);
    if (fsync(descriptor_) != 0) throw_file_error(target_, "written", errno);
  }

  /// Returns false if another process that writes the same target removed the name: the file must then be
  /// written again.
  [[nodiscard]] bool take_place() {
    const bool was_nameless = name_.empty();
    if (was_nameless) give_name();
    const bool renamed = rename(name_.c_str(), target_.c_str()) == 0;
    if (!renamed && (errno != ENOENT || !was_nameless)) throw_file_error(target_, "written", errno);
    name_.clear();
    return renamed;
  }

 private:
  /// Uses a fixed name, so that the next writer removes what a process killed between the two steps leaves.
  void give_name() {
    const std::string fresh = target_.string() + ".new";
    const std::string nameless = kDescriptors + std::to_string(descriptor_);
    while (linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, fresh.c_str(), AT_SYMLINK_FOLLOW) != 0)
      if (errno != EEXIST || (unlink(fresh.c_str()) != 0 && errno != ENOENT))
        throw_file_error(target_, "written", errno);
    name_ = fresh;
  }

  const fs::path target_;
  std::string name_;  ///< empty if unnamed
  int descriptor_ = -1;
};

int open_folder(const fs::path& folder) {
  const int descriptor = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw_file_error(folder, "opened", errno);
  return descriptor;
}

}  // namespace

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_file_error(path, "written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync_folder(const fs::path& folder) {
  const int descriptor = open_folder(folder);
  const int result = fsync(descriptor);
  const int error = errno;
  close(descriptor);
  if (result != 0 && error != EINVAL) throw_file_error(folder, "written", error);
}

void sync_filesystem(const fs::path& folder) {
#ifdef __linux__
  const int descriptor = open_folder(folder);
  const int result = syncfs(descriptor);
  const int error = errno;
  close(descriptor);
  if (result != 0) throw_file_error(folder, "written", error);
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
    throw_file_error(path, "read", errno);
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
  if (got < 0) throw_file_error(path, "read", error);
  return bytes;
}

}  // namespace locker
