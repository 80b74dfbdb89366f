#include <gmock/gmock.h>

#include "connectors/github/tests/unit/github_fixture.hpp"
#include "lib/base/error.hpp"

namespace locker {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using GitHubPages = test::GitHubFixture;

constexpr char kRepository[] =
    R"({"id":1296269,"name":"Hello-World","full_name":"octocat/Hello-World",)"
    R"("owner":{"login":"octocat","id":42},"private":false,"html_url":"https://github.com/octocat/Hello-World",)"
    R"("description":"A first repository","homepage":null,"topics":["greeting","first"],"has_issues":true,)"
    R"("archived":false,"created_at":"2011-01-26T19:01:12Z","updated_at":"2026-01-02T03:04:05Z",)"
    R"("pushed_at":"2026-01-01T00:00:00Z","stargazers_count":80})";

TEST_F(GitHubPages, a_repository_has_its_bytes_its_time_and_what_a_person_reads) {
  const auto seen = read_one(query("repositories"), kRepository);
  EXPECT_EQ(seen.type, "repository/github");
  EXPECT_EQ(seen.key, "1296269");
  EXPECT_EQ(seen.raw, kRepository);
  EXPECT_EQ(seen.time, parse_rfc3339("2011-01-26T19:01:12Z"));
  EXPECT_EQ(seen.name, "octocat/Hello-World");
  EXPECT_EQ(seen.author, "42");
  EXPECT_EQ(seen.text, "A first repository\ngreeting first");
  EXPECT_THAT(seen.addresses, ElementsAre("github.com/octocat/Hello-World"));
}

TEST_F(GitHubPages, languages_are_asked_for_when_something_was_pushed_and_become_part_of_the_repository) {
  auto content = read("repositories", std::string("[") + kRepository + "]");
  ASSERT_THAT(content.follows, SizeIs(1));
  const sync::Follow follow = content.follows.front();
  EXPECT_EQ(follow.request.url, "https://api.example/repos/octocat/Hello-World/languages");
  EXPECT_EQ(follow.field, "pushed_at");
  EXPECT_EQ(follow.value, R"("2026-01-01T00:00:00Z")");
  const http::Response languages{200, {}, R"( {"C++": 12, "Shell": 3} )"};
  github->read_follow_up(query("repositories"), follow, languages, content);
  ASSERT_THAT(content.observations.front().parts, SizeIs(1));
  EXPECT_EQ(content.observations.front().parts.front().kind, "languages");
  EXPECT_EQ(content.observations.front().parts.front().raw, R"({"C++": 12, "Shell": 3})");
}

TEST_F(GitHubPages, a_star_is_the_repository_and_remembers_when) {
  const auto content = read(
      "starred", std::string(R"([{"starred_at":"2012-05-06T07:08:09Z", "repo": )") + kRepository + " }]");
  ASSERT_THAT(content.members, SizeIs(1));
  EXPECT_EQ(content.members.front().key, "1296269");
  EXPECT_EQ(content.members.front().detail, R"({"starred_at":"2012-05-06T07:08:09Z"})");
  EXPECT_EQ(content.observations.front().raw, kRepository);
  EXPECT_EQ(content.observations.front().shape, "starred");
}

TEST_F(GitHubPages, a_star_without_its_time_is_read_too) {
  const auto content = read("starred", std::string("[") + kRepository + "]");
  EXPECT_EQ(content.members.front().key, "1296269");
  EXPECT_EQ(content.members.front().detail, "");
}

TEST_F(GitHubPages, the_next_page_is_where_the_answer_leads) {
  const auto content = read(
      "starred", "[]",
      {{"Link",
        R"(<https://api.example/user/1/starred?after=x%3D&page=2>; rel="next", <https://api.example/user/1/starred?after=x%3D&page=4>; rel="last")"}});
  EXPECT_EQ(content.next_token, "https://api.example/user/1/starred?after=x%3D&page=2");
  EXPECT_THAT(content.likely_tokens, ElementsAre("https://api.example/user/1/starred?after=x%3D&page=2",
                                                 "https://api.example/user/1/starred?after=x%3D&page=3",
                                                 "https://api.example/user/1/starred?after=x%3D&page=4"));
  sync::PageQuery next = query("starred");
  next.token = content.next_token;
  EXPECT_EQ(github->page_request(next).url, content.next_token);
}

TEST_F(GitHubPages, the_next_page_may_be_told_by_what_differs_in_its_address) {
  const auto content =
      read("starred", "[]",
           {{"Link", R"(<?per_page=100&page=2>; rel="next", <?per_page=100&page=3>; rel="last")"}});
  EXPECT_EQ(content.next_token, "https://api.example/user/starred?per_page=100&page=2");
  EXPECT_EQ(content.last_token, "https://api.example/user/starred?per_page=100&page=3");
  EXPECT_EQ(content.likely_tokens.size(), 2u);
}

TEST_F(GitHubPages, nothing_is_guessed_of_pages_without_numbers) {
  const auto content =
      read("starred", "[]",
           {{"Link", R"(</user/starred?after=b>; rel="next", </user/starred?after=z>; rel="last")"}});
  EXPECT_EQ(content.next_token, "https://api.example/user/starred?after=b");
  EXPECT_THAT(content.likely_tokens, IsEmpty());
}

constexpr char kIssue[] =
    R"({"id":18,"number":7,"url":"https://api.example/repos/octocat/Hello-World/issues/7",)"
    R"("repository_url":"https://api.example/repos/octocat/Hello-World",)"
    R"("html_url":"https://github.com/octocat/Hello-World/issues/7","title":"It crashes","body":"At night.",)"
    R"("user":{"login":"hubot","id":3},"state":"open","comments":2,)"
    R"("created_at":"2020-01-02T03:04:05Z","updated_at":"2020-02-02T03:04:05Z"})";

std::string pull_in_issue_form(const std::string& owner) {
  return R"({"id":19,"number":8,"html_url":"https://github.com/o/r/pull/8","url":"https://api.example/repos/o/r/issues/8",)"
         R"("title":"Mend it","body":null,"user":{"id":42},"pull_request":{"url":"…"},"repository":{"owner":{"id":)" +
         owner + R"(}},"created_at":"2020-01-02T03:04:05Z","updated_at":"2020-03-02T03:04:05Z"})";
}

TEST_F(GitHubPages, an_issue_is_found_by_its_words_and_its_address) {
  const auto seen = read_one(query("issues", "1296269", "octocat/Hello-World"), kIssue);
  EXPECT_EQ(seen.type, "issue/github");
  EXPECT_EQ(seen.key, "18");
  EXPECT_EQ(seen.text, "It crashes\nAt night.");
  EXPECT_EQ(seen.name, "octocat/Hello-World#7");
  EXPECT_EQ(seen.author, "3");
  EXPECT_THAT(seen.addresses, Contains("github.com/octocat/Hello-World/issues/7"));
}

constexpr char kTimes[] = R"("created_at":"2020-01-02T03:04:05Z","updated_at":"2020-02-02T03:04:05Z")";

TEST_F(GitHubPages, whoever_made_something_is_called_by_the_name_that_stands_beside_the_id) {
  const std::string person = R"({"id":3,"login":"hubot"})";
  const std::pair<const char*, const char*> kMade[] = {
      {"issues", "user"},   {"pulls", "user"},      {"comments", "user"},         {"reviews", "user"},
      {"starred", "owner"}, {"releases", "author"}, {"received-events", "actor"}, {"commits", "author"}};
  for (const auto& [stream, field] : kMade) {
    const std::string made = R"({"id":18,"sha":"a1",")" + std::string(field) + "\":" + person + ",";
    const auto seen = read_one(query(stream, "1", "o/r"), made + kTimes + "}");
    EXPECT_EQ(seen.author, "3") << stream;
    ASSERT_THAT(seen.people, SizeIs(1)) << stream;
    EXPECT_EQ(seen.people.front().id, "3") << stream;
    EXPECT_EQ(seen.people.front().handle, "@hubot") << stream;
    EXPECT_TRUE(seen.people.front().today) << stream;
  }
}

TEST_F(GitHubPages, what_an_account_made_that_is_deleted_names_nobody) {
  const auto seen =
      read_one(query("issues", "1", "o/r"), std::string(R"({"id":18,"user":null,)") + kTimes + "}");
  EXPECT_EQ(seen.author, "");
  EXPECT_THAT(seen.people, IsEmpty());
}

TEST_F(GitHubPages, an_issue_whose_pull_request_leads_nowhere_is_an_issue) {
  const auto asked = query("issues", "1296269", "octocat/Hello-World");
  const auto listed = [&](const std::string& pull) {
    return read(asked, R"([{"id":18,"pull_request":)" + pull + "," + kTimes + "}]").members.size();
  };
  EXPECT_EQ(listed(R"({"html_url":null,"diff_url":null,"patch_url":null})"), 1u);
  EXPECT_EQ(listed(R"({"html_url":"https://github.com/o/r/pull/7"})"), 0u);
  EXPECT_EQ(listed(R"({"url":"https://api.example/repos/o/r/pulls/7","html_url":null})"), 0u);
  EXPECT_EQ(listed("{}"), 0u);
  EXPECT_EQ(listed("null"), 1u);
}

TEST_F(GitHubPages, a_pull_request_in_a_list_of_issues_is_no_issue) {
  const auto content =
      read(query("issues", "created"), std::string("[") + kIssue + "," + pull_in_issue_form("7") + "]");
  ASSERT_THAT(content.members, SizeIs(1));
  EXPECT_EQ(content.members.front().key, "18");
  EXPECT_EQ(content.newest, "2020-03-02T03:04:05Z") << "the order is that of all elements";
  EXPECT_EQ(content.oldest, "2020-02-02T03:04:05Z");
}

TEST_F(GitHubPages, pull_requests_elsewhere_come_from_lists_of_issues) {
  const auto content =
      read(query("pulls", "created"), std::string("[") + kIssue + "," + pull_in_issue_form("7") + "]");
  ASSERT_THAT(content.members, SizeIs(1));
  EXPECT_EQ(content.members.front().type, "pull-request/github");
  EXPECT_EQ(content.members.front().key, "19");
  EXPECT_THAT(content.observations.front().addresses,
              ElementsAre("github.com/o/r/pull/8", "github.com/o/r/issues/8", "github.com/o/r/pulls/8"));
  EXPECT_THAT(read(query("pulls", "created"), "[" + pull_in_issue_form("42") + "]").members, IsEmpty())
      << "those in one's own repositories are told more fully by their own lists";
}

TEST_F(GitHubPages, a_comment_says_what_it_is_about_by_its_shape) {
  const auto on_issue = read_one(
      query("comments", "1", "o/r"),
      R"({"id":5,"issue_url":"x","html_url":"https://github.com/o/r/issues/7#issuecomment-5","body":"Me too",)"
      R"("user":null,"created_at":"2020-01-02T03:04:05Z","updated_at":"2020-01-02T03:04:05Z"})");
  EXPECT_EQ(on_issue.shape, "issue");
  EXPECT_EQ(on_issue.text, "Me too");
  EXPECT_EQ(on_issue.author, "") << "whose account is gone";
  const auto on_lines =
      read_one(query("comments", "1:review", "o/r"),
               R"({"id":6,"pull_request_url":"x","in_reply_to_id":4,"body":"Why?","user":{"id":3},)"
               R"("created_at":"2020-01-02T03:04:05Z","updated_at":"2020-01-02T03:04:05Z"})");
  EXPECT_EQ(on_lines.shape, "review");
  EXPECT_EQ(on_lines.reply_to, "4");
}

TEST_F(GitHubPages, reviews_commits_and_releases_are_read) {
  const auto review = read_one(query("reviews", "9", "o/r/pulls/8"),
                               R"({"id":80,"state":"APPROVED","body":"Good","user":{"id":3},)"
                               R"("submitted_at":"2020-01-02T03:04:05Z"})");
  EXPECT_EQ(review.type, "review/github");
  EXPECT_EQ(review.name, "APPROVED");
  const auto commit = read_one(
      query("commits", "1", "o/r"),
      R"({"sha":"6dcb09b5b57875f334f61aebed695e2e4193db5e","html_url":"https://github.com/o/r/commit/6dcb09b",)"
      R"("commit":{"message":"Mend\n\nall","author":{"date":"2011-04-14T16:00:49Z"}},"author":null})");
  EXPECT_EQ(commit.key, "6dcb09b5b57875f334f61aebed695e2e4193db5e");
  EXPECT_EQ(commit.text, "Mend\n\nall");
  EXPECT_EQ(commit.time, parse_rfc3339("2011-04-14T16:00:49Z"));
  const auto release = read_one(query("releases", "1", "o/r"),
                                R"({"id":1,"tag_name":"v1","name":null,"body":"First","author":{"id":42},)"
                                R"("created_at":"2013-02-27T19:35:32Z","published_at":null})");
  EXPECT_EQ(release.name, "v1");
  EXPECT_EQ(release.time, parse_rfc3339("2013-02-27T19:35:32Z"));
}

TEST_F(GitHubPages, a_gist_is_stored_with_what_is_in_its_files) {
  auto content =
      read("gists", R"([{"id":"aa5a","updated_at":"2020-01-02T03:04:05Z","files":{"a.txt":{"size":3}}}])");
  EXPECT_THAT(content.observations, IsEmpty());
  EXPECT_EQ(content.members.front().key, "aa5a");
  ASSERT_THAT(content.follows, SizeIs(1));
  const sync::Follow itself = content.follows.front();
  EXPECT_EQ(itself.request.url, "https://api.example/gists/aa5a");
  EXPECT_EQ(itself.value, R"("2020-01-02T03:04:05Z")");
  content.follows.clear();
  const http::Response another{200, {}, R"({"id":"bb6b","files":{}})"};
  EXPECT_THROW(github->read_follow_up(query("gists"), itself, another, content), Error);
  EXPECT_THAT(content.observations, IsEmpty());
  const http::Response gist{
      200,
      {},
      R"({"id":"aa5a","description":"Notes","created_at":"2019-01-02T03:04:05Z","owner":{"id":42},"files":{)"
      R"("a.txt":{"content":"one","truncated":false},)"
      R"("b.txt":{"content":"tw","truncated":true,"raw_url":"https://raw.example/b.txt"}}})"};
  github->read_follow_up(query("gists"), itself, gist, content);
  ASSERT_THAT(content.observations, SizeIs(1));
  EXPECT_EQ(content.observations.front().text, "Notes\na.txt\none\nb.txt\ntw");
  ASSERT_THAT(content.follows, SizeIs(1));
  EXPECT_EQ(content.follows.front().request.url, "https://raw.example/b.txt");
  const sync::Follow file = content.follows.front();
  const http::Response whole{200, {}, "two and all the rest"};
  github->read_follow_up(query("gists"), file, whole, content);
  EXPECT_EQ(content.observations.front().parts.front().raw, "two and all the rest");
  EXPECT_THAT(content.observations.front().text, HasSubstr("all the rest"));
}

TEST_F(GitHubPages, an_event_says_what_was_done_and_to_what) {
  const std::pair<const char*, const char*> kTold[] = {
      {R"({"ref":"fix-zebra","ref_type":"branch"})", "branch fix-zebra"},
      {R"({"ref":"refs/heads/main"})", "refs/heads/main"},
      {R"({"forkee":{"full_name":"ann/okapi"}})", "ann/okapi"},
      {R"({"pages":[{"page_name":"q","title":"Quagga","action":"edited"},{"page_name":"Gnu"}]})",
       "edited Quagga\nGnu"},
      {R"({"action":"created","discussion":{"number":4,"title":"about gnus"}})", "created #4\nabout gnus"},
      {R"({"action":"added","member":{"login":"ann"}})", "added ann"},
      {R"({"action":"closed","issue":{"number":7,"title":"It crashes"}})", "closed #7\nIt crashes"},
      {R"({"action":"published","release":{"tag_name":"v1","name":"One"}})", "published v1\nOne"}};
  for (const auto& [payload, text] : kTold) {
    const std::string told =
        R"({"id":"1","type":"E","repo":{"name":"o/r"},"payload":)" + std::string(payload);
    const auto event = read_one(query("events"), told + "," + kTimes + "}");
    EXPECT_EQ(event.text, "E o/r\n" + std::string(text));
  }
}

TEST_F(GitHubPages, events_and_notifications_keep_their_ids_as_text) {
  const auto event = read_one(
      query("events"), R"({"id":"22249084964","type":"PushEvent","actor":{"id":42},"repo":{"name":"o/r"},)"
                       R"("payload":{"commits":[{"message":"Mend"}]},"created_at":"2022-06-09T12:47:28Z"})");
  EXPECT_EQ(event.key, "22249084964");
  EXPECT_EQ(event.text, "PushEvent o/r\nMend");
  const auto thread = read_one(
      query("notifications"), R"({"id":"1","repository":{"full_name":"o/r"},"subject":{"title":"Greetings"},)"
                              R"("updated_at":"2014-11-07T22:01:45Z"})");
  EXPECT_EQ(thread.text, "Greetings");
}

TEST_F(GitHubPages, people_and_organizations_have_no_time) {
  const auto contact = read_one(query("followers"), R"({"login":"hubot","id":3})");
  EXPECT_EQ(contact.name, "@hubot");
  EXPECT_EQ(contact.time, std::nullopt);
  const auto organization =
      read_one(query("organizations"), R"({"login":"github","id":9,"description":"Us"})");
  EXPECT_EQ(organization.type, "organization/github");
  EXPECT_EQ(organization.text, "Us");
}

TEST_F(GitHubPages, the_profile_is_one_object_and_tells_the_present_name) {
  const auto content = read("profile", R"({"login":"renamed","id":42,"name":"Mona","bio":"Here"})");
  EXPECT_EQ(content.handle, "renamed");
  EXPECT_EQ(content.observations.front().text, "Mona\nHere");
  EXPECT_EQ(github->read_identity(R"({"login":"octocat","id":42})").user_id, "42");
}

class GitHubMalformed : public test::GitHubFixture, public ::testing::WithParamInterface<const char*> {};

TEST_P(GitHubMalformed, pages_are_refused_whole) { EXPECT_THROW(read("starred", GetParam()), Error); }

INSTANTIATE_TEST_SUITE_P(Pages, GitHubMalformed,
                         ::testing::Values("", "[", "{}", "null", "12", R"({"message":"x"})", "[1]", "[null]",
                                           R"([{"id":1},{"name":"no id"}])", R"([{"id":1}] x)",
                                           R"([{"starred_at":"2020-01-02T03:04:05Z","repo":{}}])",
                                           R"([{"id":null}])", "<html>"));

TEST_F(GitHubPages, a_list_where_one_object_belongs_is_refused) {
  EXPECT_THROW(read("profile", R"([{"id":1,"login":"a"}])"), Error);
  EXPECT_THROW(read(query("issues", "created"), R"([{"id":1}])"), Error) << "without the time of its change";
}

using GitHubParts = test::GitHubFixture;

TEST_F(GitHubParts, repositories_of_others_have_none_but_of_ones_commits_where_one_may_push) {
  const std::string member = R"({"id":1,"full_name":"a/b","owner":{"id":7},"permissions":{"push":true}})";
  EXPECT_THAT(parts("commits", member), SizeIs(1));
  EXPECT_THAT(parts("commits", R"({"id":1,"full_name":"a/b","owner":{"id":7},"permissions":{"push":false}})"),
              IsEmpty());
  for (const char* stream : {"issues", "pulls", "comments", "releases"})
    EXPECT_THAT(parts(stream, member), IsEmpty()) << stream;

  EXPECT_THAT(parts("releases", kRepository), SizeIs(1));
  EXPECT_EQ(parts("releases", kRepository).front().subject, "octocat/Hello-World");
  EXPECT_THAT(parts("releases", R"({"id":1,"full_name":"a/b","owner":{"id":7}})"), IsEmpty());
}

TEST_F(GitHubParts, commits_are_news_when_something_was_pushed_or_another_branch_is_the_default_one) {
  EXPECT_EQ(
      parts("commits", R"({"full_name":"o/r","owner":{"id":42},"pushed_at":"2026","default_branch":"dev"})")
          .front()
          .news,
      "pushed 2026 of dev");
  EXPECT_EQ(parts("releases", kRepository).front().news, "");
}

TEST_F(GitHubParts, nothing_comes_to_what_is_archived_or_has_no_issues) {
  const std::string archived =
      R"({"full_name":"o/r","owner":{"id":42},"archived":true,"has_issues":false,"updated_at":"2020"})";
  EXPECT_EQ(parts("comments", archived).front().news, "archived 2020");
  EXPECT_THAT(parts("issues", archived), IsEmpty());
}

TEST_F(GitHubParts, comments_are_three_lists_of_a_repository) {
  const auto comments = parts("comments", kRepository);
  ASSERT_THAT(comments, SizeIs(3));
  EXPECT_EQ(comments[1].suffix, ":review");
  EXPECT_EQ(comments[2].suffix, ":commit");
  EXPECT_EQ(comments[2].order, connector::Order::whole) << "GitHub does not order them by change";
}

TEST_F(GitHubParts, reviews_are_of_a_pull_request_and_news_when_it_changed) {
  const auto of = parts(
      "reviews", R"({"number":8,"updated_at":"2020","base":{"repo":{"full_name":"o/r","owner":{"id":42}}}})");
  ASSERT_THAT(of, SizeIs(1));
  EXPECT_EQ(of.front().subject, "o/r/pulls/8");
  EXPECT_EQ(of.front().news, "updated 2020");
  EXPECT_THAT(parts("reviews", pull_in_issue_form("42")), IsEmpty());
}

TEST_F(GitHubPages, what_github_leaves_null_hinders_nobody) {
  const std::string other = R"({"id":2,"full_name":"o/r","updated_at":null,"created_at":null,"owner":null,)"
                            R"("pushed_at":null,"description":null,"topics":null,"html_url":null})";
  const auto listed = read("repositories", std::string("[") + other + "," + kRepository + "]");
  EXPECT_THAT(listed.members, SizeIs(2));
  EXPECT_EQ(listed.newest, "2026-01-02T03:04:05Z");
  EXPECT_EQ(listed.oldest, listed.newest);
  for (const char* stream : {"repositories", "issues", "pulls", "comments", "reviews", "releases", "gists",
                             "notifications", "events", "followers", "organizations", "subscriptions"}) {
    const auto content =
        read(query(stream, "7", "octocat/Hello-World"),
             R"([{"id":"1","number":null,"user":null,"actor":null,"owner":null,"author":null,"body":null,)"
             R"("title":null,"created_at":null,"updated_at":null,"submitted_at":null,"published_at":null,)"
             R"("html_url":null,"url":null,"login":null,"state":null,"files":null,"repo":null,)"
             R"("repository":null,"subject":null,"payload":null,"milestone":null,"labels":null}])");
    EXPECT_THAT(content.members, SizeIs(1)) << stream;
    EXPECT_EQ(content.newest, "") << stream;
  }
  EXPECT_THAT(read(query("commits", "7", "octocat/Hello-World"),
                   R"([{"sha":"ab","commit":null,"author":null,"committer":null,"html_url":null}])")
                  .members,
              SizeIs(1));
}

TEST_F(GitHubPages, a_gist_at_another_address_is_asked_for_anew) {
  const auto content =
      read("gists",
           R"([{"id":"aa5a","updated_at":"2020-01-02T03:04:05Z","html_url":"https:\/\/g\/octocat\/aa5a"}])");
  EXPECT_EQ(content.follows.at(0).field, "updated_at html_url");
  EXPECT_EQ(content.follows.at(0).value, R"("2020-01-02T03:04:05Z" "https:\/\/g\/octocat\/aa5a")");
}

TEST_F(GitHubPages, a_gist_of_more_files_than_are_told_is_said_to_lack_some) {
  EXPECT_EQ(read("gists", R"([{"id":"ab","truncated":false}])").left_out, "");
  const auto content = read("gists", R"([{"id":"ab","truncated":true},{"id":"cd","truncated":false}])");
  EXPECT_THAT(content.left_out, HasSubstr("300 files"));
}

}  // namespace
}  // namespace locker
