#include "lib/base/memory.hpp"

#include <cstdlib>  // defines __GLIBC__
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace locker {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kLargest = 16 << 20, kKept = 32 << 20;
  mallopt(M_ARENA_MAX, 1);  // otherwise each thread that sends requests would keep as much for itself
  mallopt(M_MMAP_THRESHOLD, kLargest);
  mallopt(M_TRIM_THRESHOLD, kKept);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

void allow_second_heap() {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 2);
#endif
}

void give_back_freed_memory() {
#ifdef __GLIBC__
  allow_second_heap();
  mallopt(M_TRIM_THRESHOLD, 1 << 20);
  mallopt(M_MMAP_THRESHOLD, 1 << 17);
#endif
}

}  // namespace locker
