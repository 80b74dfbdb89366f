// Preloaded into the program (LD_PRELOAD): counts the calls that write to disk and kills the process at call
// number LOCKER_KILL_AT: before the call, or for a write after half of its bytes are written. On normal exit,
// writes the count to the file LOCKER_KILL_COUNT. From call number LOCKER_FULL_AT on, the disk appears full:
// all writes to files fail.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <string>

namespace {

std::atomic<long> count{0};

long number_in(const char* variable) {
  const char* const text = getenv(variable);
  return text ? atol(text) : -1;
}

/// Counts the call. True if the process is to be killed at it.
bool is_last() {
  static const long last = number_in("LOCKER_KILL_AT");
  return ++count == last;
}

/// True if the disk appears full. Must be called after the call was counted.
bool is_full() {
  static const long first = number_in("LOCKER_FULL_AT");
  if (first < 0 || count < first) return false;
  errno = ENOSPC;
  return true;
}

void step() {
  if (is_last()) kill(getpid(), SIGKILL);
}

/// `write_some` writes the given number of bytes from the beginning of the data.
template <class WriteSome>
void step(std::size_t size, WriteSome write_some) {
  if (!is_last()) return;
  if (size > 1) (void)write_some(size / 2);
  kill(getpid(), SIGKILL);
}

/// True for regular files, but not for standard output, pipes and sockets.
bool is_file(int descriptor) {
  struct stat status {};
  return descriptor > STDERR_FILENO && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct Report {
  ~Report() {
    const char* const file = getenv("LOCKER_KILL_COUNT");
    if (!file) return;
    const int descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::string text = std::to_string(count.load());
    if (write(descriptor, text.data(), text.size()) < 0) _exit(125);
    close(descriptor);
  }
} report;

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  step(size, [&](size_t some) { return real(file, bytes, some, at); });
  if (is_full()) return -1;
  return real(file, bytes, size, at);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  step(size, [&](size_t some) { return real(file, bytes, some, at); });
  if (is_full()) return -1;
  return real(file, bytes, size, at);
}
ssize_t write(int file, const void* bytes, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (!is_file(file)) return real(file, bytes, size);
  step(size, [&](size_t some) { return real(file, bytes, some); });
  if (is_full()) return -1;
  return real(file, bytes, size);
}
ssize_t writev(int file, const iovec* parts, int parts_count) {
  static const auto real = next<ssize_t (*)(int, const iovec*, int)>("writev");
  if (!is_file(file)) return real(file, parts, parts_count);
  step(static_cast<size_t>(parts_count),
       [&](size_t some) { return real(file, parts, static_cast<int>(some)); });
  if (is_full()) return -1;
  return real(file, parts, parts_count);
}
ssize_t sendfile(int to, int from, off_t* at, size_t size) noexcept {
  static const auto real = next<ssize_t (*)(int, int, off_t*, size_t)>("sendfile");
  if (!is_file(to)) return real(to, from, at, size);
  step(size, [&](size_t some) { return real(to, from, at, some); });
  if (is_full()) return -1;
  return real(to, from, at, size);
}
ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags) {
  static const auto real =
      next<ssize_t (*)(int, off64_t*, int, off64_t*, size_t, unsigned)>("copy_file_range");
  step(size, [&](size_t some) { return real(from, from_at, to, to_at, some, flags); });
  if (is_full()) return -1;
  return real(from, from_at, to, to_at, size, flags);
}
int syncfs(int file) noexcept {
  static const auto real = next<int (*)(int)>("syncfs");
  step();
  return real(file);
}
int fsync(int file) {
  static const auto real = next<int (*)(int)>("fsync");
  step();
  return real(file);
}
int fdatasync(int file) {
  static const auto real = next<int (*)(int)>("fdatasync");
  step();
  return real(file);
}
int rename(const char* from, const char* to) noexcept {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  step();
  return real(from, to);
}
int ftruncate(int file, off_t size) noexcept {
  static const auto real = next<int (*)(int, off_t)>("ftruncate");
  step();
  return real(file, size);
}
int ftruncate64(int file, off64_t size) noexcept {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  step();
  return real(file, size);
}
int mkdir(const char* path, mode_t mode) noexcept {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  step();
  if (is_full()) return -1;
  return real(path, mode);
}
int remove(const char* path) noexcept {
  static const auto real = next<int (*)(const char*)>("remove");
  step();
  return real(path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  static const auto real = next<int (*)(int, const char*, int)>("unlinkat");
  step();
  return real(folder, path, flags);
}
int unlink(const char* path) noexcept {
  static const auto real = next<int (*)(const char*)>("unlink");
  step();
  return real(path);
}
}
#pragma GCC visibility pop
