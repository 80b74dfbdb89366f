#include "lib/service/process_info.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "lib/base/error.hpp"

namespace locker::service {
namespace {

TEST(ProcessInfo, is_one_line_of_json_of_2011_with_more_beside_it) {
  std::istringstream in(
      R"({"port":18043,"workingDirectory":"/l/Me/twitter","lockerUrl":"http://localhost:8042/~x","base":"http://localhost:8042","id":"twitter","home":"/l","later":[1]})"
      "\nwhat follows is not looked at");
  const ProcessInfo info = read_process_info(in);
  EXPECT_EQ(info.port, 18043);
  EXPECT_EQ(info.working_directory, "/l/Me/twitter");
  EXPECT_EQ(info.locker_url, "http://localhost:8042/~x");
  EXPECT_EQ(info.base, "http://localhost:8042");
  EXPECT_EQ(info.id, "twitter");
  EXPECT_EQ(info.home, "/l");
}

TEST(ProcessInfo, may_be_2011s_three_fields_alone) {
  std::istringstream in(R"({"port":"none","workingDirectory":"/l/Me/a","lockerUrl":7})");
  const ProcessInfo info = read_process_info(in);
  EXPECT_EQ(info.port, 0) << "a suggestion that is none";
  EXPECT_EQ(info.working_directory, "/l/Me/a");
  EXPECT_EQ(info.locker_url, "");
  EXPECT_EQ(info.id, "");
}

TEST(ProcessInfo, is_what_core_alone_says) {
  for (const char* text : {"", "\n", "[]", "hello", "{\"port\":1"}) {
    std::istringstream in(text);
    EXPECT_THROW((void)read_process_info(in), Error) << text;
  }
}

}  // namespace
}  // namespace locker::service
