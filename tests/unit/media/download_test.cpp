#include "lib/media/download.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <fstream>

#include "lib/base/error.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::media {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A media host that responds with the given responses, in order.
class Host final : public http::Transport {
 public:
  struct Answer {
    http::Response head;
    std::string body;
    bool breaks = false;  ///< the connection breaks after the body
  };

  http::Response send(const http::Request& request, const std::stop_token&) override {
    const auto range = http::find_header(request.headers, "Range");
    asked.push_back(request.url + (range ? " " + std::string(*range) : ""));
    had_secret = had_secret || !request.authorization.empty();
    if (answers.empty()) {
      ADD_FAILURE() << "unexpected: " << request.url;
      return {404};
    }
    const Answer answer = answers.front();
    answers.pop_front();
    for (std::size_t at = 0; at < answer.body.size(); at += 4)
      if (!request.take_body(answer.head, std::string_view(answer.body).substr(at, 4))) return answer.head;
    if (answer.breaks) throw Error(ErrorKind::network, "the connection broke");
    return answer.head;
  }

  std::deque<Answer> answers;
  std::vector<std::string> asked;
  bool had_secret = false;
};

http::Response redirect_to(std::string address) {
  http::Response response{302};
  response.redirect_to = std::move(address);
  return response;
}

class Downloading : public ::testing::Test {
 protected:
  Downloaded get(const std::string& address = "https://pictures.example/a.jpg") {
    return download(host, waiter, address, file, {.most_bytes = 1'000'000, .redirects = 3, .retries = 3}, {});
  }
  std::string content() {
    file.move_to(folder.path() / "whole");
    std::ifstream stream(folder.path() / "whole", std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  test::TemporaryFolder folder;
  test::ManualClock clock;
  http::Waiter waiter{clock, {}, {}};
  Host host;
  Incoming file = Incoming::resumed(folder.path(), "https://pictures.example/a.jpg");
};

TEST_F(Downloading, takes_a_file_whole_and_sends_no_secret) {
  host.answers = {{{200}, "a whole picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_EQ(content(), "a whole picture");
  EXPECT_FALSE(host.had_secret);
}

TEST_F(Downloading, goes_on_where_the_connection_broke) {
  host.answers = {{{200}, "a whole ", true}, {{206, {{"Content-Range", "bytes 8-14/15"}}}, "picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_THAT(host.asked,
              ElementsAre("https://pictures.example/a.jpg", "https://pictures.example/a.jpg bytes=8-"));
  EXPECT_EQ(content(), "a whole picture");
}

TEST_F(Downloading, begins_anew_with_a_host_that_cannot_go_on) {
  file.append("something else");
  host.answers = {{{200}, "a whole picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_EQ(content(), "a whole picture");
}

TEST_F(Downloading, knows_what_was_whole_already) {
  file.append("a whole picture");
  host.answers = {{{416, {{"Content-Range", "bytes */15"}}}, "error"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_EQ(content(), "a whole picture");
}

TEST_F(Downloading, a_piece_from_elsewhere_is_not_taken) {
  file.append("a whole ");
  host.answers = {{{206, {{"Content-Range", "bytes 3-14/15"}}}, "hole picture"}, {{200}, "a whole picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_EQ(content(), "a whole picture");
}

TEST_F(Downloading, a_host_that_sends_nothing_but_pieces_is_given_up) {
  constexpr std::size_t kMany = 50;
  for (const char* range : {"bytes 0-14/*", "bytes 0-14/30"}) {
    host.asked.clear();
    host.answers.assign(kMany, {{206, {{"Content-Range", range}}}, "a whole picture"});
    EXPECT_EQ(get().end, Downloaded::End::refused) << range;
    EXPECT_LT(host.asked.size(), 10u) << range;
  }
}

TEST_F(Downloading, what_an_earlier_run_left_is_not_the_file_where_the_host_sends_nothing) {
  file.append("a whole ");
  host.answers = {{{200}, ""}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_EQ(content(), "");
}

TEST_F(Downloading, what_is_gone_is_no_failure) {
  host.answers = {{{404}, "not found"}};
  const auto end = get();
  EXPECT_EQ(end.end, Downloaded::End::gone);
  EXPECT_EQ(file.size(), 0u);
}

/// As a network with a sign-in page (captive portal) responds.
TEST_F(Downloading, a_page_is_no_file_and_what_was_begun_stays_as_it_was) {
  file.append("a whole ");
  for (const auto& head : {http::Response{200, {{"Content-Type", "text/html; charset=utf-8"}}},
                           http::Response{200, {{"content-type", "application/json"}}}}) {
    host.answers = {{head, "sign in"}};
    EXPECT_EQ(get().end, Downloaded::End::page);
    EXPECT_EQ(file.size(), 8u);
  }
  host.answers = {{{206, {{"Content-Range", "bytes 8-14/15"}, {"Content-Type", "image/jpeg"}}}, "picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  EXPECT_EQ(content(), "a whole picture");
}

TEST_F(Downloading, waits_out_trouble_and_gives_up_in_the_end) {
  for (int i = 0; i < 4; ++i) host.answers.push_back({{503}, ""});
  const auto end = get();
  EXPECT_EQ(end.end, Downloaded::End::trouble);
  EXPECT_EQ(end.problem, "pictures.example answered 503");
  host.answers = {{{429}, ""}, {{200}, "picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
}

TEST_F(Downloading, follows_redirects_only_so_far_and_only_to_where_it_may) {
  host.answers = {{redirect_to("https://other.example/a.jpg"), ""}, {{200}, "picture"}};
  EXPECT_EQ(get().end, Downloaded::End::whole);
  for (int i = 0; i < 4; ++i) host.answers.push_back({redirect_to("https://other.example/a.jpg"), ""});
  EXPECT_EQ(get().end, Downloaded::End::refused);
  for (const std::string address :
       {"http://other.example/a.jpg", "file:///etc/passwd", "", "https://u:p@h/x"}) {
    host.answers = {{redirect_to(address), ""}};
    EXPECT_EQ(get().end, Downloaded::End::refused) << address;
    EXPECT_THAT(host.asked.back(), HasSubstr("pictures.example")) << address;
  }
}

TEST_F(Downloading, asks_only_https_or_this_machine) {
  EXPECT_EQ(get("http://pictures.example/a.jpg").end, Downloaded::End::refused);
  EXPECT_TRUE(host.asked.empty());
  host.answers = {{{200}, "picture"}};
  EXPECT_EQ(get("http://127.0.0.1:8/a.jpg").end, Downloaded::End::whole);
}

TEST_F(Downloading, what_is_too_large_ends_early) {
  host.answers = {{{200}, std::string(1'000'001, 'x')}};
  const auto end = get();
  EXPECT_EQ(end.end, Downloaded::End::refused);
  EXPECT_THAT(end.problem, HasSubstr("larger than"));
}

}  // namespace
}  // namespace locker::media
