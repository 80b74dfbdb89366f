// Loaded before the program (LD_PRELOAD): counts the calls by which anything reaches the disk, and kills
// the process in front of the one whose number LOCKER_KILL_AT names. At a normal end it leaves the
// count in the file that LOCKER_KILL_COUNT names.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <string>

namespace {

std::atomic<long> count{0};

long kill_at() {
  static const char* const text = getenv("LOCKER_KILL_AT");
  static const long number = text ? atol(text) : -1;
  return number;
}

void step() {
  if (++count == kill_at()) kill(getpid(), SIGKILL);
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
  step();
  return real(file, bytes, size, at);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  step();
  return real(file, bytes, size, at);
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
int unlink(const char* path) noexcept {
  static const auto real = next<int (*)(const char*)>("unlink");
  step();
  return real(path);
}
}
#pragma GCC visibility pop
