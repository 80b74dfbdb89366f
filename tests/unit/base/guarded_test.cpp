#include "lib/base/guarded.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace locker {
namespace {

[[noreturn]] void fail() { throw std::runtime_error("the disk is full"); }

TEST(Guarded, tells_what_was_thrown_and_goes_on) {
  std::string told;
  EXPECT_FALSE(guarded(fail, [&](const std::string& what) { told = what; }));
  EXPECT_EQ(told, "the disk is full");
}

TEST(Guarded, tells_nothing_where_nothing_was_thrown) {
  EXPECT_TRUE(guarded([] {}, [](const std::string& what) { ADD_FAILURE() << what; }));
}

TEST(Guarded, goes_on_where_it_cannot_be_told_either) {
  EXPECT_FALSE(guarded(fail, [](const std::string&) { fail(); }));
}

}  // namespace
}  // namespace locker
