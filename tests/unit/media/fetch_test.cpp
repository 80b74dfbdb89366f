#include "lib/media/fetch.hpp"

#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::media {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A host with some pictures; it responds to all other requests with 404.
class Gallery final : public http::Transport {
 public:
  struct Picture {
    std::string bytes;
    std::string type = "image/png";
  };
  http::Response send(const http::Request& request, const std::stop_token&) override {
    asked.push_back(request.url);
    for (const auto& host : dead_hosts)
      if (request.url.starts_with(host)) throw Error(ErrorKind::network, host + " cannot be reached");
    const auto found = pictures.find(request.url);
    if (found == pictures.end()) return {404};
    const http::Response head{200, {{"Content-Type", found->second.type}}};
    (void)request.take_body(head, found->second.bytes);
    return head;
  }
  std::map<std::string, Picture> pictures;
  std::vector<std::string> dead_hosts;
  std::vector<std::string> asked;
};

std::string address(const std::string& key) { return "https://pictures.example/" + key + ".png"; }

class Fetching : public test::StoreFixture {
 protected:
  Fetching() {
    page("notes", 1,
         {note("2", R"({"id":"2","media":["b","c"]})", "two"),
          note("1", R"({"id":"1","media":["a"]})", "one")});
    keeper.emplace(home, registry, "paper", clock);
    for (const char* key : {"a", "b", "c"}) gallery.pictures[address(key)] = {std::string("picture ") + key};
  }

  /// Returns the media named in a form, with the size given there.
  static std::vector<Found> media_in(const store::StoredForm& form) {
    const auto raw = nlohmann::json::parse(form.raw);
    std::vector<Found> all;
    for (const auto& key : raw.value("media", nlohmann::json::array()))
      all.push_back({key, "photo", raw.value("address", address(key)), "", raw.value("bytes", 0)});
    return all;
  }
  Plan plan(bool again = false) {
    return plan_fetch(*keeper, *registry.find("paper")->stream("notes"), &media_in, again);
  }
  FetchReport fetch_all(bool again = false) {
    done.clear();
    return fetch(
        *keeper, plan(again), gallery, waiter, clock, {.most_bytes = 1'000},
        [&](std::int64_t count, const FetchReport&) { done.push_back(count); }, stop.get_token());
  }

  test::ManualClock clock;
  http::Waiter waiter{clock, {}, {}};
  Gallery gallery;
  std::optional<Keeper> keeper;
  std::vector<std::int64_t> done;
  std::stop_source stop;
};

TEST_F(Fetching, what_is_here_is_not_asked_for_again) {
  const auto report = fetch_all();
  EXPECT_EQ(report.stored, 3);
  EXPECT_EQ(report.bytes, 27);
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_THAT(done, ElementsAre(1, 2, 3));
  EXPECT_EQ(gallery.asked.size(), 3u);
  EXPECT_EQ(plan().kept, 3);
  EXPECT_THAT(plan().wanted, IsEmpty());
}

TEST_F(Fetching, one_content_of_two_media_is_one_file) {
  gallery.pictures[address("b")] = gallery.pictures[address("a")];
  const auto report = fetch_all();
  EXPECT_EQ(report.stored, 2);
  EXPECT_EQ(report.shared, 1);
  EXPECT_EQ(plan().kept, 3);
}

TEST_F(Fetching, what_is_gone_is_named_and_asked_again_only_on_request) {
  gallery.pictures.erase(address("c"));
  const auto report = fetch_all();
  EXPECT_EQ(report.stored, 2);
  EXPECT_EQ(report.put_off, 0);
  EXPECT_THAT(report.problems, ElementsAre("medium 2 of status/paper/2: it is gone (404)"));
  EXPECT_EQ(plan().given_up, 1);
  EXPECT_THAT(plan().wanted, IsEmpty());
  gallery.pictures[address("c")] = {"back"};
  EXPECT_EQ(fetch_all(true).stored, 1);
  EXPECT_EQ(plan().given_up, 0);
}

/// As a network with a sign-in page (captive portal) responds.
TEST_F(Fetching, a_page_puts_a_file_off_and_what_came_of_it_stays) {
  { Incoming::resumed(keeper->folder(), address("c")).append("pict"); }
  gallery.pictures[address("c")] = {"<html>sign in", "text/html"};
  const auto report = fetch_all();
  EXPECT_EQ(report.put_off, 1);
  EXPECT_THAT(report.problems, ElementsAre(HasSubstr("a page in place of the file")));
  EXPECT_EQ(plan().wanted.size(), 1u);
  EXPECT_EQ(Incoming::resumed(keeper->folder(), address("c")).size(), 4u);
}

TEST_F(Fetching, a_host_that_does_not_answer_keeps_nothing_from_others_and_is_soon_asked_no_more) {
  page("notes", 1,
       {note("3", R"({"id":"3","media":["d","e","f","g"],"address":"https://dead.example/x.png"})", "three"),
        note("4", R"({"id":"4","media":["h"]})", "four")});
  gallery.pictures[address("h")] = {"picture h"};
  gallery.dead_hosts = {"https://dead.example"};
  const auto report = fetch_all();
  EXPECT_EQ(report.stored, 4);
  EXPECT_EQ(report.put_off, 4);
  EXPECT_EQ(report.first_put_off, "https://dead.example cannot be reached");
  EXPECT_THAT(report.problems,
              ElementsAre(HasSubstr("status/paper/3: https://dead.example cannot"), HasSubstr("cannot"),
                          HasSubstr("cannot"), HasSubstr("did not answer for others either")));
  EXPECT_EQ(std::ranges::count(gallery.asked, "https://dead.example/x.png"), 1 + 5 + 1 + 1);
  EXPECT_EQ(plan().wanted.size(), 4u) << "what was put off is asked for again";
  EXPECT_EQ(plan().given_up, 0);
}

TEST_F(Fetching, where_waiting_is_not_allowed_the_rest_is_fetched_all_the_same) {
  page("notes", 1,
       {note("3", R"({"id":"3","media":["d"],"address":"https://dead.example/x.png"})", "three")});
  gallery.dead_hosts = {"https://dead.example"};
  http::Waiter impatient(clock, {.no_wait = true}, {});
  const auto report = fetch(*keeper, plan(), gallery, impatient, clock, {.most_bytes = 1'000},
                            [](std::int64_t, const FetchReport&) {}, {});
  EXPECT_EQ(report.stored, 3);
  EXPECT_EQ(report.put_off, 1);
  EXPECT_TRUE(impatient.has_refused());
}

TEST_F(Fetching, a_medium_is_one_in_all_forms_and_the_fullest_tells_where_it_is) {
  see({note("1", R"({"id":"1","media":["a","d"],"address":"https://brief.example/x.png"})", "one", "brief")});
  const auto wanted = plan().wanted;
  std::vector<std::string> first;
  for (const auto& one : wanted)
    if (one.medium.record.key == "1")
      first.push_back(one.medium.key + std::to_string(one.medium.place) + " " + one.medium.url);
  EXPECT_THAT(first, ElementsAre("a1 " + address("a"), "d2 https://brief.example/x.png"));
}

TEST_F(Fetching, a_plan_tells_how_much_it_is_as_far_as_that_is_known) {
  page("notes", 1, {note("3", R"({"id":"3","media":["e","f"],"bytes":500})", "three")});
  EXPECT_EQ(plan().known_bytes(), 1'000);
  EXPECT_EQ(plan().of_unknown_size(), 3);
}

TEST_F(Fetching, a_medium_whose_address_nobody_told_is_not_wanted) {
  page("notes", 1, {note("3", R"({"id":"3","media":["e"],"address":""})", "three")});
  EXPECT_EQ(plan().wanted.size(), 3u);
}

TEST_F(Fetching, a_stop_ends_it_before_the_next) {
  stop.request_stop();
  try {
    (void)fetch_all();
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  EXPECT_THAT(gallery.asked, IsEmpty());
}

}  // namespace
}  // namespace locker::media
