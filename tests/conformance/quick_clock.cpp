// Loaded before the program (LD_PRELOAD): a wait with a deadline ends at once, and the clock of the day has
// gone on by as much, so that a program that waits an hour for a service does so in no time and finds the
// hour gone. Each wait is noted, in milliseconds, in the file that LOCKER_WAITS names. LOCKER_HASTE makes the
// steady clock, by which transfers are timed, run so many times as fast. LOCKER_CLOCK_AHEAD puts the clock of
// the day forward by so many seconds, for a process that comes after one that waited.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>

namespace {

constexpr long long kSecond = 1'000'000'000;

long long ahead_at_start() {
  const char* const seconds = getenv("LOCKER_CLOCK_AHEAD");
  return seconds ? atoll(seconds) * kSecond : 0;
}

std::atomic<long long> ahead{ahead_at_start()};  // nanoseconds by which the clock of the day was put forward

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

long long count(const timespec& time) { return time.tv_sec * kSecond + time.tv_nsec; }
timespec spec(long long nanoseconds) {
  return {static_cast<time_t>(nanoseconds / kSecond), static_cast<long>(nanoseconds % kSecond)};
}

timespec real_time(clockid_t clock) {
  static const auto real = next<int (*)(clockid_t, timespec*)>("clock_gettime");
  timespec time{};
  real(clock, &time);
  return time;
}

long long haste() {
  static const char* const text = getenv("LOCKER_HASTE");
  static const long long times = text ? atoll(text) : 1;
  return times;
}

bool is_steady(clockid_t clock) { return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW; }

void note(long long nanoseconds) {
  static const char* const file = getenv("LOCKER_WAITS");
  if (!file) return;
  const int descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string line = std::to_string(nanoseconds / 1'000'000) + "\n";
  if (write(descriptor, line.data(), line.size()) < 0) _exit(125);
  close(descriptor);
}

/// The clock of the day has come to `deadline`. Who waits beside for the same finds that it is over.
void pass(long long deadline) {
  static std::mutex one_at_a_time;
  const std::lock_guard alone(one_at_a_time);
  const long long left = deadline - count(real_time(CLOCK_REALTIME)) - ahead;
  if (left <= 0) return;
  note(left);
  ahead += left;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const timespec now = real_time(clock);
  if (clock == CLOCK_REALTIME)
    *time = spec(count(now) + ahead);
  else if (is_steady(clock) && haste() != 1)
    *time = spec(count(now) * haste());
  else
    *time = now;
  return 0;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* deadline) {
  static const auto real =
      next<int (*)(pthread_cond_t*, pthread_mutex_t*, const timespec*)>("pthread_cond_timedwait");
  pass(count(*deadline));
  const timespec passed{};
  return real(condition, mutex, &passed);  // lets go of the mutex as every wait does
}
}
#pragma GCC visibility pop
