#include "lib/base/file_lock.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace locker {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what, int error) {
  throw Error(ErrorKind::internal, path.string() + " cannot be " + what + ": " + std::strerror(error),
              "check its permissions");
}

int open_lock_file(const std::filesystem::path& path, FileLock::Mode mode) {
  int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  // A reader may share the lock of an archive that it cannot write to.
  if (descriptor < 0 && mode == FileLock::Mode::shared) descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(path, "opened", errno);
  return descriptor;
}

/// Locks the open file description, not the process: threads exclude each other too, and closing another
/// descriptor of the file does not release the lock (Linux fcntl(2), F_OFD_SETLK).
bool lock(int descriptor, FileLock::Mode mode, int command, const std::filesystem::path& path) {
  struct flock range {};
  range.l_type = mode == FileLock::Mode::shared ? F_RDLCK : F_WRLCK;
  range.l_whence = SEEK_SET;
  while (fcntl(descriptor, command, &range) != 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EACCES) return false;
    const int error = errno;
    close(descriptor);
    fail(path, "locked", error);
  }
  return true;
}

void leave_process_id(int descriptor) {
  const std::string id = std::to_string(getpid()) + "\n";
  // The id is for messages only: the lock holds even if the id cannot be written.
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, id.data(), id.size(), 0) < 0) return;
}

/// Returns false for an id left by a process that was killed.
bool is_running(long process) { return kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM; }

/// Waits for the holder's id: a process writes it a moment after it takes the lock. A fifth of a second is
/// enough.
std::optional<long> holder_soon(const std::filesystem::path& path) {
  constexpr int kLooks = 100;
  constexpr useconds_t kBetweenLooks = 2'000;
  for (int look = 0; look < kLooks; ++look) {
    if (const auto process = FileLock::holder(path); process && is_running(*process)) return process;
    if (!FileLock::is_held(path)) return std::nullopt;
    usleep(kBetweenLooks);
  }
  return std::nullopt;
}

}  // namespace

std::optional<FileLock> FileLock::try_acquire(const std::filesystem::path& path, Mode mode) {
  const int descriptor = open_lock_file(path, mode);
  if (!lock(descriptor, mode, F_OFD_SETLK, path)) {
    close(descriptor);
    return std::nullopt;
  }
  if (mode == Mode::exclusive) leave_process_id(descriptor);
  return FileLock(descriptor);
}

FileLock FileLock::acquire(const std::filesystem::path& path, Mode mode) {
  const int descriptor = open_lock_file(path, mode);
  lock(descriptor, mode, F_OFD_SETLKW, path);
  if (mode == Mode::exclusive) leave_process_id(descriptor);
  return FileLock(descriptor);
}

FileLock FileLock::take(const std::filesystem::path& path, const std::string& what, const std::string& hint) {
  if (auto held = try_acquire(path, Mode::exclusive)) return std::move(*held);
  const auto process = holder_soon(path);
  throw Error(ErrorKind::locked,
              what + (process ? " (process " + std::to_string(*process) + ")" : std::string()), hint);
}

bool FileLock::is_held(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  struct flock range {};
  range.l_type = F_RDLCK;
  range.l_whence = SEEK_SET;
  const bool told = fcntl(descriptor, F_OFD_GETLK, &range) == 0;
  close(descriptor);
  return told && range.l_type != F_UNLCK;
}

std::optional<long> FileLock::holder(const std::filesystem::path& path) {
  const auto text = read_file(path);
  long id = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), id).ec != std::errc() || id <= 0)
    return std::nullopt;
  return id;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace locker
