#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

/// Preloaded into a program, writes its memory map at exit to the file LOCKER_TEST_MAPS.
__attribute__((destructor)) static void copy_maps() {
  const char* const target = std::getenv("LOCKER_TEST_MAPS");
  if (!target) return;
  const int from = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  const int to = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  std::array<char, 4096> buffer;
  for (ssize_t count; (count = read(from, buffer.data(), buffer.size())) > 0;)
    if (write(to, buffer.data(), static_cast<std::size_t>(count)) != count) break;
  close(to);
  close(from);
}
