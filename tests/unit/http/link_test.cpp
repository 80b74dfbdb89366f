#include "lib/http/link.hpp"

#include <gtest/gtest.h>

namespace locker::http {
namespace {

TEST(Link, finds_where_a_relation_leads) {
  const Headers headers = {
      {"link", R"(<https://a.example/x?page=2&b=,;>; rel="next", <https://a.example/x?page=9>; rel="last")"}};
  EXPECT_EQ(link_target(headers, "next"), "https://a.example/x?page=2&b=,;");
  EXPECT_EQ(link_target(headers, "last"), "https://a.example/x?page=9");
  EXPECT_EQ(link_target(headers, "prev"), std::nullopt);
}

TEST(Link, reads_other_spellings) {
  EXPECT_EQ(link_target({{"Link", R"(</x?page=2>;title="a, b; c";REL=next)"}}, "next"), "/x?page=2");
  EXPECT_EQ(link_target({{"Link", R"(<one>; rel="prev next")"}}, "next"), "one");
  EXPECT_EQ(link_target({{"Link", "<a>; rel=prev"}, {"Link", "<b>; rel=next"}}, "next"), "b");
}

TEST(Link, finds_nothing_in_what_is_broken) {
  EXPECT_EQ(link_target({}, "next"), std::nullopt);
  EXPECT_EQ(link_target({{"Link", "<a; rel=next"}}, "next"), std::nullopt);
  EXPECT_EQ(link_target({{"Link", "a; rel=next"}}, "next"), std::nullopt);
  EXPECT_EQ(link_target({{"Link", "<a>; relation=next"}}, "next"), std::nullopt);
}

}  // namespace
}  // namespace locker::http
