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

/// An open file that is closed, and removed unless it was kept.
class Temporary {
 public:
  explicit Temporary(const fs::path& target) : name_(target.string() + ".XXXXXX") {
    descriptor_ = mkostemp(name_.data(), O_CLOEXEC);  // mode 0600
    if (descriptor_ < 0) fail(target, "written", errno);
  }
  ~Temporary() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!kept_) unlink(name_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  void write_all(std::string_view bytes) const {
    locker::write_all(descriptor_, bytes, name_);
    if (fsync(descriptor_) != 0) fail(name_, "written", errno);
  }

  void rename_to(const fs::path& target) {
    if (rename(name_.c_str(), target.c_str()) != 0) fail(target, "written", errno);
    kept_ = true;
  }

 private:
  std::string name_;
  int descriptor_ = -1;
  bool kept_ = false;
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
  Temporary temporary(path);
  temporary.write_all(bytes);
  temporary.rename_to(path);
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
