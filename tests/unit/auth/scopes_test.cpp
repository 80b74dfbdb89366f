#include "lib/auth/scopes.hpp"

#include <gtest/gtest.h>

#include "tests/unit/support/scripted_transport.hpp"

namespace locker::auth {
namespace {

using Names = std::vector<std::string>;

connector::SignIn ways() {
  connector::SignIn ways;
  ways.scope_includes = {{"admin", "write"}, {"write", "read"}, {"read", "admin"}};
  return ways;
}

TEST(Scopes, include_others_step_by_step_and_end) {
  EXPECT_EQ(with_included(ways(), {"admin"}), (Names{"admin", "write", "read"}));
  EXPECT_EQ(with_included(ways(), {"other"}), Names{"other"});
  EXPECT_EQ(missing_of({"read", "mail"}, ways(), {"admin"}), Names{"mail"});
  EXPECT_TRUE(missing_of({}, ways(), {}).empty());
}

TEST(Scopes, are_heard_from_answers_that_tell_them) {
  test::ScriptedTransport service;
  ScopesHeard heard(service, "X-OAuth-Scopes");
  service.then(200).then(403, {{"X-OAuth-Scopes", "wrong"}}).then(200, {{"x-oauth-scopes", "repo, gist"}});
  (void)heard.send({}, {});
  EXPECT_FALSE(heard.scopes());
  (void)heard.send({}, {});
  EXPECT_FALSE(heard.scopes());
  (void)heard.send({}, {});
  EXPECT_EQ(heard.scopes(), (Names{"repo", "gist"}));
  service.then(200, {{"X-OAuth-Scopes", ""}});
  (void)heard.send({}, {});
  EXPECT_EQ(heard.scopes(), Names{}) << "said, and there are none";
}

TEST(Scopes, are_not_heard_where_the_service_has_no_header_for_them) {
  test::ScriptedTransport service;
  ScopesHeard heard(service, "");
  service.then(200, {{"", "repo"}});
  (void)heard.send({}, {});
  EXPECT_FALSE(heard.scopes());
}

}  // namespace
}  // namespace locker::auth
