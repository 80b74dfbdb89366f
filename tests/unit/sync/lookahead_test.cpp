#include "lib/sync/lookahead.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>

#include "lib/http/metered.hpp"
#include "tests/unit/sync/sync_fixture.hpp"

namespace locker {
namespace {

using test::falling;

/// Allows concurrent requests to the paper service, and delays each response until `together` requests have
/// been in progress at the same time.
class SideBySide final : public http::Transport {
 public:
  explicit SideBySide(http::Transport& inner) : inner_(inner) {}

  http::Response send(const http::Request& request, const std::stop_token& stop) override {
    std::unique_lock lock(mutex_);
    most = std::max(most, ++under_way_);
    met_.notify_all();
    met_.wait_for(lock, std::chrono::seconds(10), [this] { return most >= together; });
    --under_way_;
    return inner_.send(request, stop);
  }

  int together = 1;
  int most = 0;

 private:
  http::Transport& inner_;
  std::mutex mutex_;
  std::condition_variable met_;
  int under_way_ = 0;
};

class LookaheadTest : public test::SyncFixture {
 protected:
  LookaheadTest() {
    connector.stated.requests_at_once = 4;
    for (auto& stream : connector.stated.streams) stream.price = {};
    request.only = {"profile", "stars", "letters", "news", "heap", "pages"};
    service.listed["stars"] = falling(30, 21);
    service.listed["letters"] = falling(110, 101);
    service.listed["news"] = falling(205, 203);
    service.listed["heap"] = {7, 3, 5, 9, 1};
    for (int star = 21; star <= 30; ++star) {
      service.listed["pages/" + std::to_string(star)] = falling(star * 10 + 5, star * 10);
      service.listed["pages/" + std::to_string(star) + ":b"] = {star * 100};
    }
  }

  sync::AccountReport sync_side_by_side() {
    http::RequestMeter meter;
    const auto transport = http::make_metered(side_by_side, meter);
    service.urls.clear();
    auto report = sync::run_account(
        request, {home, connector, *transport, meter, *writer, clock, caps, progress, stop.get_token()});
    sent = meter.sent;
    return report;
  }

  SideBySide side_by_side{service};
  std::int64_t sent = 0;
};

TEST_F(LookaheadTest, what_is_asked_side_by_side_is_stored_as_what_is_asked_in_turn) {
  side_by_side.together = 4;
  const auto report = sync_side_by_side();
  EXPECT_EQ(side_by_side.most, 4);
  const auto stored = logical_dump();
  const auto requests = service.urls.size();
  for (const auto& one : report.streams) EXPECT_EQ(one.outcome, store::RunOutcome()) << one.stream.text();
  EXPECT_EQ(report.totals.requests, static_cast<std::int64_t>(requests));

  fresh_home("in-turn");
  connector.stated.requests_at_once = 1;
  (void)sync_once();
  EXPECT_EQ(logical_dump(), stored);
  EXPECT_EQ(service.urls.size(), requests) << "nothing is asked in vain";
}

TEST_F(LookaheadTest, each_stream_counts_its_own_requests) {
  const auto report = sync_side_by_side();
  std::int64_t of_streams = 0;
  for (const auto& one : report.streams) of_streams += one.totals.requests;
  EXPECT_EQ(of_streams, sent);
  EXPECT_EQ(stream(report, "letters").totals.requests, 3);
  EXPECT_EQ(stream(report, "pages/21:b").totals.requests, 1);
}

TEST_F(LookaheadTest, the_pages_of_a_long_stream_are_asked_for_side_by_side) {
  request.only = {"stars"};
  service.offers_likely_tokens = true;
  service.listed["stars"] = falling(40, 1);
  side_by_side.together = 1;
  (void)sync_side_by_side();
  EXPECT_EQ(service.urls.size(), 5u);
  EXPECT_EQ(members("stars"), test::as_text(falling(40, 1)));
  service.listed["stars"] = falling(41, 1);
  (void)sync_side_by_side();
  EXPECT_EQ(service.urls.size(), 2u) << "a walk that may end early asks for one page after the other";
}

TEST_F(LookaheadTest, what_two_streams_ask_for_is_asked_once_a_run) {
  connector.paged_from["news"] = "letters";
  service.gives_validators = true;
  request.only = {"letters", "news"};
  (void)sync_side_by_side();
  EXPECT_EQ(service.urls.size(), 3u);
  EXPECT_EQ(members("news"), test::as_text(falling(110, 101)));
  (void)sync_side_by_side();
  EXPECT_EQ(service.urls.size(), 1u) << "unchanged for both";
  service.listed["letters"] = falling(111, 101);
  (void)sync_side_by_side();
  EXPECT_EQ(members("news"), test::as_text(falling(111, 101)))
      << "what was asked in another run counts no more";
}

TEST_F(LookaheadTest, nothing_that_is_charged_is_asked_for_ahead) {
  connector.stated.streams.front().price.each = 1'000;
  (void)sync_side_by_side();
  EXPECT_EQ(side_by_side.most, 1);
}

TEST_F(LookaheadTest, nothing_is_asked_for_ahead_that_may_go_beyond_what_is_wanted) {
  caps.items = 8;
  (void)sync_side_by_side();
  EXPECT_EQ(side_by_side.most, 1);
}

TEST_F(LookaheadTest, what_fails_fails_in_its_turn_and_alone) {
  service.refused_tokens = {"t4"};  // the second page of letters, of heap and of six pages
  const auto report = sync_side_by_side();
  EXPECT_EQ(stream(report, "letters").outcome, ErrorKind::malformed);
  EXPECT_EQ(stream(report, "news").outcome, store::RunOutcome());
  EXPECT_EQ(stream(report, "pages/21:b").outcome, store::RunOutcome());
}

TEST_F(LookaheadTest, a_second_sync_asks_for_no_part_without_news) {
  (void)sync_side_by_side();
  (void)sync_side_by_side();
  EXPECT_EQ(service.urls.size(), 6u) << "profile, stars, letters, news, and both pages of the heap";
}

}  // namespace
}  // namespace locker
