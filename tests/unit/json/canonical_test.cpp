#include "lib/json/canonical.hpp"

#include <gtest/gtest.h>

namespace locker::json {
namespace {

const CanonicalRules kPlain;

TEST(Canonical, ignores_white_space_key_order_and_escapes) {
  EXPECT_EQ(canonical(R"({"a":1,"b":["x","é"]})", kPlain),
            canonical("{ \"b\" : [\"x\", \"\\u00e9\"],\n\"a\":1 }", kPlain));
}

TEST(Canonical, tells_apart_what_differs) {
  const char* forms[] = {
      R"({"a":1})",     R"({"a":1.0})",   R"({"a":"1"})",  R"({"a":[1]})", R"({"a":null})",
      R"({})",          R"({"b":1})",     R"({"a":true})", R"([1])",       R"({"a":{"b":1}})",
      R"({"a":[[1]]})", R"({"a":[1,2]})", R"({"a":[12]})", R"({"a":"12"})"};
  for (const auto* one : forms)
    for (const auto* other : forms)
      EXPECT_EQ(canonical(one, kPlain) == canonical(other, kPlain), one == other) << one << " and " << other;
}

TEST(Canonical, compares_what_no_64_bits_hold_as_spelled) {
  EXPECT_NE(canonical(R"({"a":18446744073709551616})", kPlain),
            canonical(R"({"a":18446744073709551617})", kPlain));
  EXPECT_EQ(canonical(R"({"a":"\ud800x","b":1e400})", kPlain),
            canonical(R"({"b": 1e400, "a":"\uD800x"})", kPlain));
}

TEST(Canonical, leaves_out_dotted_paths_at_any_depth) {
  const CanonicalRules rules{{"m", "a.b"}, {}};
  EXPECT_EQ(canonical(R"({"m":{"x":1},"a":{"b":1,"c":2}})", rules),
            canonical(R"({"a":{"c":2,"b":9}})", rules));
  EXPECT_NE(canonical(R"({"b":1})", rules), canonical(R"({"b":2})", rules)) << "only below `a`";
  EXPECT_EQ(canonical(R"({"a":[{"b":1}]})", rules), canonical(R"({"a":[{"b":2}]})", rules))
      << "through arrays";
}

TEST(Canonical, sees_other_names_as_the_first) {
  const CanonicalRules rules{{}, {{"old", "new"}}};
  EXPECT_EQ(canonical(R"({"new":[1],"z":{"new":2}})", rules),
            canonical(R"({"old":[1],"z":{"old":2}})", rules));
}

TEST(Extract, gives_the_fields_at_paths_as_spelled) {
  EXPECT_EQ(extract(R"({"a":{"b": 1.0 ,"c":2},"d":[1, 2],"e":"x"})", {"a.b", "d", "none", "e"}),
            R"({"a.b":1.0,"d":[1, 2],"e":"x"})");
}

}  // namespace
}  // namespace locker::json
