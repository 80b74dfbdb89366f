#include "lib/http/redirected.hpp"

#include <gtest/gtest.h>

#include "tests/unit/support/scripted_transport.hpp"

namespace locker::http {
namespace {

class RedirectedTest : public ::testing::Test {
 protected:
  Response send(const std::string& method = "GET") {
    return make_redirected(wire)->send(
        {.method = method, .url = "https://api.example.com/repos/old/name?page=2"}, {});
  }
  test::ScriptedTransport wire;
};

TEST_F(RedirectedTest, follows_within_the_origin) {
  wire.then(301, {{"Location", "https://api.example.com/repositories/7?page=2"}}).then(200);
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(wire.requests.back().url, "https://api.example.com/repositories/7?page=2");
}

TEST_F(RedirectedTest, reads_a_path_as_one_of_the_same_origin) {
  wire.then(307, {{"location", "/repositories/7"}}).then(200);
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(wire.requests.back().url, "https://api.example.com/repositories/7");
}

TEST_F(RedirectedTest, takes_the_token_nowhere_else) {
  for (const auto* elsewhere : {"https://evil.example/", "http://api.example.com/", "//evil.example/x",
                                "https://api.example.com:8443/", "https://api.example.com@evil.example/"}) {
    wire.then(301, {{"Location", elsewhere}});
    EXPECT_EQ(send().status, 301) << elsewhere;
  }
  EXPECT_EQ(wire.requests.size(), 5u);
}

TEST_F(RedirectedTest, gives_up_on_a_circle) {
  for (int i = 0; i < 6; ++i) wire.then(302, {{"Location", "/repositories/7"}});
  EXPECT_EQ(send().status, 302);
}

TEST_F(RedirectedTest, leaves_what_changes_something_alone) {
  wire.then(308, {{"Location", "/elsewhere"}});
  EXPECT_EQ(send("POST").status, 308);
}

}  // namespace
}  // namespace locker::http
