#include "lib/http/date.hpp"

#include <gtest/gtest.h>

namespace locker::http {
namespace {

TEST(Date, of_a_header_is_read) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_date("Sun, 06 Nov 1994 08:49:37 GMT"), Instant(784'111'777s));
}

TEST(Date, that_no_clock_shows_is_none) {
  for (const char* time : {"24:00:00", "23:60:00", "23:59:61", "-1:00:00", "00:-1:00", "00:00:-1"})
    EXPECT_EQ(parse_date(std::string("Sun, 06 Nov 1994 ") + time + " GMT"), std::nullopt) << time;
}

}  // namespace
}  // namespace locker::http
