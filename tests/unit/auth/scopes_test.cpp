#include "lib/auth/scopes.hpp"

#include <gtest/gtest.h>

namespace locker::auth {
namespace {

using Names = std::vector<std::string>;

connector::SignIn ways_with_included_scopes() {
  connector::SignIn ways;
  ways.scope_includes = {{"admin", "write"}, {"write", "read"}, {"read", "admin"}};
  return ways;
}

TEST(Scopes, include_others_step_by_step_and_end) {
  EXPECT_EQ(with_included(ways_with_included_scopes(), {"admin"}), (Names{"admin", "write", "read"}));
  EXPECT_EQ(with_included(ways_with_included_scopes(), {"other"}), Names{"other"});
  EXPECT_EQ(missing_scopes({"read", "mail"}, ways_with_included_scopes(), {"admin"}), Names{"mail"});
  EXPECT_TRUE(missing_scopes({}, ways_with_included_scopes(), {}).empty());
}

}  // namespace
}  // namespace locker::auth
