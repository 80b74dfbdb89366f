#include "lib/store/reference.hpp"

#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using ::testing::HasSubstr;

/// The services that are compiled in, and one record of each kind of page.
class WebReference : public test::StoreFixture {
 protected:
  static constexpr char kIssue[] = "github.com/octo/hello/issues/1", kPull[] = "github.com/octo/hello/pull/2";

  WebReference() {
    writer = std::make_unique<Writer>(home, services);
    writer->ensure_account("github", "github", std::nullopt, now);
    writer->ensure_account("twitter", "twitter", std::nullopt, now);
    store("github", "issues", found_at("issue/github", "issue", "11", kIssue));
    store("github", "pulls", found_at("pull-request/github", "pull", "12", kPull));
    store("twitter", "tweets", found_at("status/twitter", "post", "20", {}));
  }

  Observation found_at(const std::string& type, const std::string& shape, const std::string& id,
                       const std::string& address) {
    Observation seen = note(id, R"({"id":")" + id + R"("})", {}, shape);
    seen.type = type;
    if (!address.empty()) seen.addresses = {address};
    return seen;
  }
  void store(const std::string& account, const std::string& stream, const Observation& seen) {
    auto begun = writer->begin_page(account, {stream, ""}, 1, 0, now, now);
    begun.store(std::vector{seen}, {});
    begun.commit();
  }
  std::string shown(const std::string& address) {
    return resolve(Database::open_for_reading(home), services, address).id;
  }
  std::string itself(const std::string& address) {
    return resolve_itself(Database::open_for_reading(home), services, address).id;
  }
  void expect_refused(const std::string& address, const std::string& naming) {
    try {
      ADD_FAILURE() << address << " would be " << itself(address);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::gone) << address;
      EXPECT_THAT(error.what(), HasSubstr(naming)) << address;
      EXPECT_THAT(error.hint(), HasSubstr(naming)) << address;
    }
  }

  connector::Registry services = connector::compiled_in();
};

TEST_F(WebReference, to_a_place_on_a_page_leads_to_what_is_there_before_the_page) {
  const std::string issue = kIssue, pull = kPull;
  store("github", "comments", found_at("comment/github", "issue", "7", issue + "#issuecomment-7"));
  store("github", "comments", found_at("comment/github", "review", "8", pull + "#discussion_r8"));
  store("github", "reviews", found_at("review/github", "review", "9", pull + "#pullrequestreview-9"));
  for (const auto& [address, id] : {std::pair{issue + "#issuecomment-7", "7"},
                                    {issue + "/?notification=1#issuecomment-7", "7"},
                                    {pull + "#discussion_r8", "8"},
                                    {pull + "#pullrequestreview-9", "9"}}) {
    EXPECT_EQ(shown("https://" + address), id) << address;
    EXPECT_EQ(itself("https://" + address), id) << address;
    EXPECT_EQ(itself(address), id) << address;
  }
}

TEST_F(WebReference, to_a_place_that_is_not_stored_shows_the_page_but_does_not_name_it) {
  const std::string issue = kIssue, pull = kPull;
  for (const auto& [address, id, naming] :
       {std::tuple{issue + "#issuecomment-7", "11", "github:issue/github/11"},
        {pull + "#discussion_r8", "12", "github:pull-request/github/12"},
        {pull + "?a=b#pullrequestreview-9", "12", "github:pull-request/github/12"},
        {std::string("x.com/jack/status/20#m"), "20", "twitter:status/twitter/20"},
        {std::string("x.com/jack/status/20/photo/1"), "20", "twitter:status/twitter/20"},
        {std::string("twitter.com/i/web/status/20?s=1#m"), "20", "twitter:status/twitter/20"}}) {
    EXPECT_EQ(shown("https://" + address), id) << address;
    expect_refused("https://" + address, naming);
    expect_refused(address, naming);
  }
}

TEST_F(WebReference, names_a_record_whatever_is_only_of_the_visit) {
  const std::string issue = kIssue;
  for (const auto& address : {issue, issue + "/", issue + "#", issue + "?from=mail"})
    EXPECT_EQ(itself("https://" + address), "11") << address;
  for (const char* address : {"https://x.com/jack/status/20", "http://www.twitter.com/jack/status/20/?s=1"})
    EXPECT_EQ(itself(address), "20") << address;
}

TEST_F(WebReference, to_the_page_of_two_records_names_both) {
  store("github", "followers", found_at("contact/github", "user", "3", "github.com/octo"));
  store("github", "organizations", found_at("organization/github", "organization", "4", "github.com/octo"));
  try {
    FAIL() << itself("https://github.com/octo");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("github:contact/github/3"));
    EXPECT_THAT(error.what(), HasSubstr("github:organization/github/4"));
  }
}

}  // namespace
}  // namespace locker::store
