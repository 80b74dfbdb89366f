#include "lib/http/address.hpp"

#include <gtest/gtest.h>

#include "lib/base/error.hpp"
#include "lib/http/message.hpp"

namespace locker::http {
namespace {

TEST(Address, is_taken_apart) {
  const auto address = parse_address("http://127.0.0.1:8976/callback?a=b#c");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->scheme, "http");
  EXPECT_EQ(address->host, "127.0.0.1");
  EXPECT_EQ(address->port, 8976);
  EXPECT_EQ(address->path, "/callback");
  EXPECT_EQ(address->query, "a=b");
  EXPECT_EQ(parse_address("https://x.com")->port, 443);
  EXPECT_EQ(parse_address("http://[::1]:80/x")->host, "[::1]");
}

TEST(Address, that_could_mislead_is_none) {
  for (const char* wrong : {"", "x.com", "ftp://x.com", "https://user@evil.com/", "https://x.com:0/",
                            "https://x.com:99999/", "https://x .com/", "https://x.com\\@evil.com/",
                            "https://:80/", "https://x.com/\x01", "https://x.com/\x7f"})
    EXPECT_FALSE(parse_address(wrong)) << wrong;
}

TEST(Address, lies_below_another_of_the_same_origin_at_the_end_of_a_segment) {
  for (const char* base : {"https://x.com/api/v3", "https://x.com/api/v3/"}) {
    for (const char* below : {"https://x.com/api/v3", "https://X.com/api/v3/user?a=../b",
                              "https://x.com:443/api/v3/repos/a...b/c", "https://x.com/api/v3?page=2"})
      EXPECT_TRUE(is_below(below, base)) << below;
    for (const char* beside :
         {"https://x.com/api/v30", "https://x.com/api", "https://x.com/api/v3/../x",
          "https://x.com/api/v3/a/%2e%2e/x", "https://x.com/api/v3/..%2fx", "https://x.com.evil.com/api/v3",
          "https://x.com@evil.com/api/v3", "https://x.com:444/api/v3", "http://x.com/api/v3", "/api/v3"})
      EXPECT_FALSE(is_below(beside, base)) << beside;
  }
  EXPECT_TRUE(is_below("http://127.0.0.1:2000/x", "http://127.0.0.1:2000"));
  EXPECT_FALSE(is_below("http://127.0.0.1:20000/x", "http://127.0.0.1:2000"));
}

TEST(Address, is_resolved_as_it_is_meant_where_it_was_given) {
  const std::string base = "https://x.com/user/starred?per_page=100#top";
  const std::pair<const char*, const char*> meant[] = {
      {"https://y.com/a", "https://y.com/a"},
      {"/a/b?c=d", "https://x.com/a/b?c=d"},
      {"?page=2", "https://x.com/user/starred?page=2"},
      {"watched?page=2#x", "https://x.com/user/watched?page=2"},
      {"./a", "https://x.com/user/a"},
      {"../a/./b/..", "https://x.com/a/"},
      {"../../../a", "https://x.com/a"},
      {"/a/../../b", "https://x.com/b"},
      {"//y.com/a", "https://y.com/a"},
      {"//y.com", "https://y.com"},
      {"?next=https://y.com/", "https://x.com/user/starred?next=https://y.com/"}};
  for (const auto& [reference, address] : meant) EXPECT_EQ(resolved(reference, base), address) << reference;
  EXPECT_EQ(resolved("a", "https://x.com"), "https://x.com/a");
  EXPECT_EQ(resolved("?a=b", "https://x.com"), "https://x.com?a=b");
  for (const char* wrong :
       {"", "mailto:anna", "https:a", "ftp://x.com/", "//", "//a@b/", "/a b", "\\\\y.com"})
    EXPECT_EQ(resolved(wrong, base), std::nullopt) << wrong;
  EXPECT_EQ(resolved("a", "nowhere"), std::nullopt);
}

TEST(Address, of_a_service_is_https_or_on_this_machine) {
  EXPECT_EQ(checked_base_address("https://api.x.com/", "S"), "https://api.x.com");
  EXPECT_EQ(checked_base_address("http://127.0.0.1:9/", "S"), "http://127.0.0.1:9");
  EXPECT_EQ(checked_base_address("http://localhost:9", "S"), "http://localhost:9");
  for (const char* wrong : {"http://api.x.com", "http://127.0.0.1.evil.com", "nonsense", "https://x.com?a=b"})
    EXPECT_THROW(checked_base_address(wrong, "S"), Error) << wrong;
}

TEST(Address, gives_the_values_of_its_query) {
  EXPECT_EQ(query_value("code=a%20b&state=x%2By", "code"), "a b");
  EXPECT_EQ(query_value("code=a%20b&state=x%2By", "state"), "x+y");
  EXPECT_EQ(query_value("empty=&flag", "empty"), "");
  EXPECT_EQ(query_value("empty=&flag", "flag"), "");
  EXPECT_FALSE(query_value("code=1", "cod"));
}

TEST(Message, encodes_forms) { EXPECT_EQ(form_encode({{"a b", "c&d"}, {"e", "ü"}}), "a%20b=c%26d&e=%C3%BC"); }

TEST(Message, finds_headers_whatever_their_case) {
  const Response response{200, {{"X-Rate-Limit-Remaining", "3"}}, {}};
  EXPECT_EQ(response.header("x-rate-limit-remaining"), "3");
  EXPECT_FALSE(response.header("date"));
}

TEST(Address, has_brackets_around_a_host_of_version_six) {
  for (const char* host : {"::1", "[::1]"}) {
    EXPECT_EQ(in_address(host), "[::1]");
    EXPECT_EQ(without_brackets(host), "::1");
    EXPECT_TRUE(is_loopback(host));
  }
  for (const char* host : {"127.0.0.1", "localhost", "locker.example"}) {
    EXPECT_EQ(in_address(host), host);
    EXPECT_EQ(without_brackets(host), host);
  }
  EXPECT_FALSE(is_loopback("::"));
}

}  // namespace
}  // namespace locker::http
