#include "lib/base/memory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <memory>
#include <string>

namespace locker {
namespace {

/// Returns the number of page faults while a buffer of the size of a page of results is filled.
long faults_of_a_page() {
  constexpr std::size_t kPage = 12 << 20;
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  const auto page = std::make_unique<std::string>(kPage, 'x');
  EXPECT_EQ(page->back(), 'x');
  getrusage(RUSAGE_SELF, &after);
  return after.ru_minflt - before.ru_minflt;
}

TEST(Memory, what_is_freed_is_taken_again_without_asking_the_system) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers bring an allocator of their own";
#endif
  keep_freed_memory();
  const long first = faults_of_a_page();
  const long second = faults_of_a_page();
  EXPECT_LT(second, first / 10) << first;
}

}  // namespace
}  // namespace locker
