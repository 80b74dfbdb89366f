#include "lib/store/reference.hpp"

#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using ::testing::HasSubstr;

/// The compiled-in services, and one record for each kind of web page.
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

TEST_F(WebReference, by_a_handle_finds_who_is_called_so_now) {
  Observation jack = found_at("contact/twitter", "user", "12", {});
  jack.name = "@jack";
  store("twitter", "followers", jack);
  for (const char* form : {"https://x.com/jack", "https://twitter.com/Jack?s=20", "x.com/jack/", "@jack"})
    EXPECT_EQ(itself(form), "12") << form;
  EXPECT_THROW(shown("@jac"), Error);
  EXPECT_THROW(itself("https://x.com/jack/status/7"), Error) << "that is a post";
  jack.name = "@another";
  jack.raw = R"({"id":"12","username":"another"})";
  later();
  store("twitter", "followers", jack);
  EXPECT_THROW(shown("@jack"), Error);
  EXPECT_EQ(itself("@another"), "12");
}

TEST_F(WebReference, may_be_spelled_otherwise) {
  const std::string sha = "abcdef0123456789abcdef0123456789abcdef01";
  auto repository = found_at("repository/github", "owned", "1", "github.com/octo/hello");
  repository.addresses.emplace_back("api.github.com/repos/octo/hello");
  store("github", "repositories", repository);
  store("github", "comments",
        found_at("comment/github", "issue", "7", std::string(kIssue) + "#issuecomment-7"));
  store("github", "commits", found_at("commit/github", "commit", sha, "github.com/octo/hello/commit/" + sha));
  store("github", "gists", found_at("gist/github", "gist", "aa11", "gist.github.com/octo/aa11"));
  for (const auto& [address, id] : {std::pair<std::string, std::string>{"github.com/Octo/Hello", "1"},
                                    {"github.com/octo/hello.git", "1"},
                                    {"api.github.com/repos/octo/hello", "1"},
                                    {"github.com/OCTO/hello/issues/1", "11"},
                                    {"api.github.com/repos/octo/hello/issues/1", "11"},
                                    {"github.com/OCTO/hello/issues/1#issuecomment-7", "7"},
                                    {"api.github.com/repos/octo/hello/issues/comments/7", "7"},
                                    {"gist.github.com/aa11", "aa11"},
                                    {"api.github.com/gists/aa11", "aa11"},
                                    {"github.com/octo/hello/commit/abcdef01", sha},
                                    {"github.com/octo/hello/pull/2/commits/" + sha, sha}})
    EXPECT_EQ(itself("https://" + address), id) << address;
  EXPECT_EQ(itself("abcdef0"), sha);
  EXPECT_EQ(itself("github:commit/abcdef0"), sha);
}

TEST_F(WebReference, to_a_tab_of_a_page_shows_the_page_but_does_not_name_it) {
  for (const char* tab : {"/files", "/commits", "/checks"}) {
    EXPECT_EQ(shown("https://" + (kPull + std::string(tab))), "12") << tab;
    expect_refused("https://" + (kPull + std::string(tab)), "github:pull-request/github/12");
  }
  EXPECT_THROW((void)shown("https://github.com/octo/hello/issues/99"), Error);
  EXPECT_THROW((void)shown("https://github.com/octo/nothing"), Error);
}

TEST_F(WebReference, under_the_present_name_of_a_repository_finds_what_was_read_under_a_former_one) {
  auto repository = found_at("repository/github", "owned", "1", "github.com/octo/hello");
  store("github", "repositories", repository);
  repository.addresses = {"github.com/octo/renamed"};
  repository.raw = R"({"id":"1","name":"renamed"})";
  store("github", "repositories", repository);
  EXPECT_EQ(itself("https://github.com/octo/renamed/issues/1"), "11");
  EXPECT_THROW((void)itself("https://github.com/octo/renamed/issues/1#issuecomment-7"), Error);
}

TEST_F(WebReference, by_the_beginning_of_a_hash_means_one_record_only) {
  for (const char* end : {"0", "1"}) {
    const std::string sha = "abcdef0123456789abcdef0123456789abcdef0" + std::string(end);
    store("github", "commits", found_at("commit/github", "commit", sha, {}));
  }
  EXPECT_THROW((void)itself("abcdef0"), Error);
  EXPECT_THROW((void)itself("abcdef"), Error) << "too short to be one";
  store("github", "commits", found_at("commit/github", "commit", "1234567" + std::string(33, '8'), {}));
  EXPECT_THROW((void)itself("1234567"), Error) << "more likely the id of something else";
}

}  // namespace
}  // namespace locker::store
