#include "lib/auth/authorization.hpp"

#include <gtest/gtest.h>

#include "lib/auth/pkce.hpp"
#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

TEST(Pkce, is_a_fresh_verifier_and_its_challenge) {
  const Pkce one = make_pkce(), other = make_pkce();
  EXPECT_EQ(one.verifier.reveal().size(), 43u);
  EXPECT_EQ(one.challenge.size(), 43u);
  EXPECT_NE(one.verifier.reveal(), other.verifier.reveal());
  EXPECT_EQ(
      one.challenge.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
}

TEST(Pkce, spells_base64_in_both_ways) {
  EXPECT_EQ(base64("\xfb\xff"), "+/8=");
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(base64(""), "");
}

TEST(Authorization, is_an_address_with_all_that_the_service_needs) {
  const std::string address = address_of({"https://x.com/i/oauth2/authorize",
                                          "id",
                                          "http://127.0.0.1:8976/callback",
                                          {"tweet.read", "offline.access"},
                                          "state",
                                          "challenge"});
  EXPECT_EQ(address,
            "https://x.com/i/oauth2/authorize?response_type=code&client_id=id&redirect_uri="
            "http%3A%2F%2F127.0.0.1%3A8976%2Fcallback&scope=tweet.read%20offline.access&state=state&"
            "code_challenge=challenge&code_challenge_method=S256");
}

TEST(Authorization, takes_the_code_of_its_own_redirect_only) {
  EXPECT_EQ(code_of_redirect("state=s&code=c%2F1", "s").reveal(), "c/1");
  for (const char* wrong : {"state=t&code=c", "code=c", "state=s",
                            "state=s&code=", "state=s&error=access_denied", "state=s&error=server_error"})
    EXPECT_THROW((void)code_of_redirect(wrong, "s"), Error) << wrong;
}

TEST(Authorization, takes_what_a_person_pastes) {
  EXPECT_EQ(code_of_paste("  http://127.0.0.1:8976/callback?state=s&code=c \r", "s").reveal(), "c");
  EXPECT_EQ(code_of_paste("?state=s&code=c#_=_", "s").reveal(), "c");
  EXPECT_EQ(code_of_paste("state=s&code=c", "s").reveal(), "c");
  EXPECT_EQ(code_of_paste("VGhpcy1pcy1h", "s").reveal(), "VGhpcy1pcy1h");
  for (const char* wrong :
       {"", "  ", "http://127.0.0.1:8976/callback?state=t&code=c", "two words", "http://x.com/"})
    EXPECT_THROW((void)code_of_paste(wrong, "s"), Error) << wrong;
}

}  // namespace
}  // namespace locker::auth
