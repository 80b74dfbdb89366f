#include "lib/http/link.hpp"

#include <gtest/gtest.h>

#include "lib/base/error.hpp"

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

TEST(Link, finds_nothing_where_there_is_none) {
  EXPECT_EQ(link_target({}, "next"), std::nullopt);
  EXPECT_EQ(link_target({{"Link", ""}}, "next"), std::nullopt);
  EXPECT_EQ(link_target({{"Link", "<a>; rel=prev"}}, "next"), std::nullopt);
}

TEST(Link, takes_what_is_broken_for_no_absence) {
  for (const char* header : {"<a; rel=next", "a; rel=next", "<a>; relation=next", "<a>", "<a>; rel=\"nex",
                             "<a>; rel=prev, <b", "<a>; rel=prev; title=\"b\\"})
    EXPECT_THROW((void)link_target({{"Link", header}}, "next"), Error) << header;
  EXPECT_EQ(link_target({{"Link", R"(<a>; title="a \" b, c"; rel=next)"}}, "next"), "a");
}

}  // namespace
}  // namespace locker::http
