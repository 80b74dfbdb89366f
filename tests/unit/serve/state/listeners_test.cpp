#include "lib/serve/state/listeners.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using ::testing::IsEmpty;

class ListenersTest : public ::testing::Test {
 protected:
  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "listeners.json";
};

TEST_F(ListenersTest, are_one_for_each_type_service_and_callback) {
  Listeners listeners(file);
  EXPECT_TRUE(listeners.add({"note/x", "a", "/heard", 3}));
  EXPECT_FALSE(listeners.add({"note/x", "a", "/heard", 9}));
  EXPECT_TRUE(listeners.add({"note/x", "a", "/other", 3}));
  EXPECT_TRUE(listeners.add({"note/y", "a", "/heard", 3}));
  EXPECT_EQ(listeners.all().size(), 3u);
  EXPECT_EQ(listeners.all()[0].position, 3);
}

TEST_F(ListenersTest, are_so_many_of_one_service_and_no_more) {
  Listeners listeners(file);
  const auto add = [&](int number, const std::string& service) {
    return listeners.add({"note/x", service, "/" + std::to_string(number), 0});
  };
  for (int number = 0; number < 250; ++number) EXPECT_TRUE(add(number, "a"));
  try {
    add(250, "a");
    FAIL() << "it was let in";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::rate_limit);
    EXPECT_STREQ(error.what(), "a listens to 250 things already");
  }
  EXPECT_FALSE(add(7, "a")) << "which is there";
  EXPECT_TRUE(add(0, "b"));
  EXPECT_TRUE(listeners.remove("note/x", "a", "/7"));
  EXPECT_TRUE(add(250, "a"));
}

TEST_F(ListenersTest, are_kept_with_how_far_they_have_heard) {
  {
    Listeners listeners(file);
    listeners.add({"note/x", "a", "/heard", 3});
    listeners.add({"note/x", "b", "/heard", 3});
    listeners.move({"note/x", "a", "/heard", 9, from_millis(5)});
    listeners.move({"note/x", "a", "/heard", 7});  // positions never decrease
    listeners.remove("note/x", "b", "/heard");
  }
  const Listeners again(file);
  ASSERT_EQ(again.all().size(), 1u);
  EXPECT_EQ(again.all()[0].service, "a");
  EXPECT_EQ(again.all()[0].position, 9);
  EXPECT_EQ(again.all()[0].heard, from_millis(5));
}

TEST_F(ListenersTest, are_kept_with_the_repeats_that_they_have_heard) {
  {
    Listeners listeners(file);
    listeners.add({"note/x", "a", "/heard", 9, from_millis(5)});
    listeners.move({"note/x", "a", "/heard", 8, from_millis(4), 3});
    listeners.move({"note/x", "a", "/heard", 9, from_millis(5), 2});  // positions never decrease
  }
  const Listeners again(file);
  EXPECT_EQ(again.all()[0].repeat, 3);
  EXPECT_EQ(again.all()[0].position, 9);
  EXPECT_EQ(again.all()[0].heard, from_millis(5));
}

TEST_F(ListenersTest, are_told_anew_what_another_archive_has) {
  Listeners listeners(file);
  listeners.add({"note/x", "a", "/heard", 9, from_millis(5)});
  listeners.lower({"note/x", "a", "/heard"}, 10);
  EXPECT_EQ(listeners.all()[0].position, 9) << "never ahead";
  listeners.lower({"note/x", "a", "/heard"}, 3);
  EXPECT_EQ(Listeners(file).all()[0].position, 3);
  EXPECT_EQ(Listeners(file).all()[0].heard, std::nullopt);
}

TEST_F(ListenersTest, that_are_not_there_cannot_be_removed) {
  Listeners listeners(file);
  EXPECT_FALSE(listeners.remove("note/x", "a", "/heard"));
}

TEST_F(ListenersTest, of_a_damaged_file_are_passed_over) {
  for (const char* text :
       {"", "{", "{}", "[7]", "[null,{\"type\":7}]", "[{\"type\":\"x\",\"position\":\"y\"}]", "\xff"}) {
    std::ofstream(file) << text;
    EXPECT_THAT(Listeners(file).all(), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace locker::serve
