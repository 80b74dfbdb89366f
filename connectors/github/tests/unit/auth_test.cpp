#include "connectors/github/auth.hpp"

#include <gtest/gtest.h>

namespace locker::connectors::github {
namespace {

using Token = std::optional<std::string>;

constexpr char kHosts[] =
    "# gh\n"
    "ghe.example.com:\n"
    "    users:\n"
    "        somebody:\n"
    "            oauth_token: of-somebody\n"
    "    oauth_token: \"of-enterprise\"\n"
    "\n"
    "github.com:\n"
    "    git_protocol: https\n"
    "    users:\n"
    "        other:\n"
    "            oauth_token: of-other\n"
    "        monalisa:\n"
    "            oauth_token: of-monalisa\n"
    "    user: monalisa\n"
    "    oauth_token: of-monalisa # in use\n"
    "'keyring.example.com':\r\n"
    "    users:\r\n"
    "        monalisa:\r\n"
    "            oauth_token: deeper\r\n"
    "    user: monalisa\r\n";

TEST(GithubAuth, finds_the_token_that_gh_uses_for_a_host) {
  EXPECT_EQ(token_in_hosts(kHosts, "github.com"), Token("of-monalisa"));
  EXPECT_EQ(token_in_hosts(kHosts, "ghe.example.com"), Token("of-enterprise"));
}

TEST(GithubAuth, finds_no_token_where_gh_keeps_it_elsewhere) {
  EXPECT_EQ(token_in_hosts(kHosts, "keyring.example.com"), std::nullopt);
  EXPECT_EQ(token_in_hosts(kHosts, "example.com"), std::nullopt);
  for (const char* other :
       {"", "\n\n", "github.com", "github.com: {}\n", "- oauth_token: x\n", "\tgithub.com:\n"})
    EXPECT_EQ(token_in_hosts(other, "github.com"), std::nullopt) << other;
}

TEST(GithubAuth, knows_the_web_address_of_each_kind_of_installation) {
  EXPECT_EQ(web_of_api("https://api.github.com"), Token("https://github.com"));
  EXPECT_EQ(web_of_api("https://git.example/api/v3"), Token("https://git.example"));
  EXPECT_EQ(web_of_api("http://127.0.0.1:8080/api/v3"), Token("http://127.0.0.1:8080"));
  EXPECT_EQ(web_of_api("https://api.octocorp.ghe.com"), Token("https://octocorp.ghe.com"));
  for (const char* other : {"", "http://127.0.0.1:8080", "https://api.example", "https://git.example/api/v4",
                            "https://api.example/.ghe.com", "https://github.com"})
    EXPECT_EQ(web_of_api(other), std::nullopt) << other;
}

TEST(GithubAuth, offers_all_ways_but_a_page_to_come_back_from) {
  const auto ways = sign_in();
  EXPECT_TRUE(ways.device_flow);
  EXPECT_TRUE(ways.pasted_token);
  EXPECT_TRUE(ways.borrowed_token);
  EXPECT_FALSE(ways.authorization_code);
}

}  // namespace
}  // namespace locker::connectors::github
