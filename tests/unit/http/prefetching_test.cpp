#include "lib/http/prefetching.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <set>

#include "lib/base/error.hpp"
#include "tests/unit/support/manual_clock.hpp"

namespace locker::http {
namespace {

/// Responds with the URL, but not before `together` requests are in progress at the same time.
class Crowd final : public Transport {
 public:
  Response send(const Request& request, const std::stop_token& stop) override {
    std::unique_lock lock(mutex_);
    urls.insert(request.url);
    if (request.sends) ++*request.sends;
    ++here_;
    most = std::max(most, here_);
    met_.notify_all();
    if (!met_.wait(lock, stop, [this] { return most >= together; }))
      throw Error(ErrorKind::interrupted, "interrupted");
    --here_;
    if (grows) grow(request, lock);
    if (request.url == "broken") throw Error(ErrorKind::network, "broken");
    return {200, {}, bytes == 0 ? request.url : std::string(bytes, 'b')};
  }

  /// Waits until that request has been started.
  void wait_for(const std::string& url) {
    std::unique_lock lock(mutex_);
    met_.wait(lock, [&] { return urls.contains(url); });
  }

  /// Waits until that many bytes of responses have arrived, none of which was taken.
  void wait_for_bytes(std::size_t least) {
    std::unique_lock lock(mutex_);
    met_.wait(lock, [&] { return here_bytes >= least; });
    is_taken = true;
  }

  int together = 1;
  bool grows = false;  ///< responses arrive by the megabyte
  bool is_taken = false;
  std::size_t here_bytes = 0, most_untaken = 0;
  int most = 0;
  std::size_t bytes = 0;  ///< size of the response, if not 0
  std::multiset<std::string> urls;

 private:
  void grow(const Request& request, std::unique_lock<std::mutex>& lock) {
    constexpr std::size_t kPiece = 1 << 20;
    for (std::size_t size = kPiece; size <= bytes; size += kPiece) {
      lock.unlock();
      const bool has_room = !request.make_room || request.make_room(size);
      lock.lock();
      if (!has_room) throw Error(ErrorKind::interrupted, "interrupted");
      here_bytes += kPiece;
      if (!is_taken) most_untaken = std::max(most_untaken, here_bytes);
      met_.notify_all();
    }
  }
  std::mutex mutex_;
  std::condition_variable_any met_;
  int here_ = 0;
};

class Prefetching : public ::testing::Test {
 protected:
  static Request to(const std::string& url) {
    Request request;
    request.url = url;
    return request;
  }
  std::string ask(const std::string& url) { return prefetching->send(to(url), {}).body; }

  Crowd crowd;
  test::ManualClock clock;
  std::unique_ptr<PrefetchingTransport> prefetching = make_prefetching(crowd, clock, 3);
};

TEST_F(Prefetching, sends_side_by_side_what_is_expected_and_gives_it_in_any_order) {
  crowd.together = 3;
  for (const auto* url : {"a", "b", "c"}) EXPECT_TRUE(prefetching->prefetch(to(url), 9));
  EXPECT_EQ(ask("c"), "c");
  EXPECT_EQ(ask("a"), "a");
  EXPECT_EQ(ask("b"), "b");
  EXPECT_EQ(crowd.urls.size(), 3u);
  EXPECT_EQ(crowd.most, 3);
}

TEST_F(Prefetching, sends_what_nobody_expected) {
  EXPECT_EQ(ask("a"), "a");
  EXPECT_EQ(ask("a"), "a");
  EXPECT_EQ(crowd.urls.count("a"), 2u);
}

TEST_F(Prefetching, gives_an_answer_once) {
  prefetching->prefetch(to("a"), 9);
  ask("a");
  ask("a");
  EXPECT_EQ(crowd.urls.count("a"), 2u);
}

TEST_F(Prefetching, takes_requests_with_other_headers_for_others) {
  Request conditional = to("a");
  conditional.headers = {{"If-None-Match", "1"}};
  prefetching->prefetch(conditional, 9);
  crowd.wait_for("a");
  ask("a");
  EXPECT_EQ(crowd.urls.count("a"), 2u);
}

TEST_F(Prefetching, lets_only_so_many_answers_wait) {
  EXPECT_TRUE(prefetching->prefetch(to("a"), 2));
  EXPECT_TRUE(prefetching->prefetch(to("b"), 2));
  EXPECT_FALSE(prefetching->prefetch(to("c"), 2));
  EXPECT_TRUE(prefetching->prefetch(to("b"), 2)) << "it is on its way";
  ask("a");
  EXPECT_TRUE(prefetching->prefetch(to("c"), 2));
}

TEST_F(Prefetching, gives_an_error_to_whoever_asks) {
  prefetching->prefetch(to("broken"), 9);
  EXPECT_EQ(ask("a"), "a");
  EXPECT_THROW(ask("broken"), Error);
}

TEST_F(Prefetching, counts_what_was_sent_for_whoever_asks) {
  prefetching->prefetch(to("a"), 9);
  crowd.wait_for("a");
  Request request = to("a");
  request.sends = std::make_shared<std::atomic<std::int64_t>>(5);
  const Response response = prefetching->send(request, {});
  EXPECT_EQ(*request.sends, 6);
  EXPECT_EQ(response.sent, clock.time);
}

TEST_F(Prefetching, gives_a_kept_answer_once_and_sends_nothing_for_it) {
  prefetching->keep(to("a"), {200, {}, "kept"});
  EXPECT_TRUE(prefetching->prefetch(to("a"), 1));
  EXPECT_TRUE(prefetching->prefetch(to("b"), 1)) << "what is kept does not wait to be taken";
  EXPECT_EQ(ask("a"), "kept");
  EXPECT_EQ(crowd.urls.count("a"), 0u);
  EXPECT_EQ(ask("a"), "a");
}

TEST_F(Prefetching, keeps_no_more_than_a_few_megabytes) {
  for (const auto* url : {"a", "b", "c"}) prefetching->keep(to(url), {200, {}, std::string(3 << 19, 'k')});
  EXPECT_EQ(ask("a").front(), 'k');
  EXPECT_EQ(ask("b").front(), 'k');
  EXPECT_EQ(ask("c"), "c");
}

TEST_F(Prefetching, sends_less_ahead_where_answers_are_large) {
  crowd.bytes = 8 << 20;
  prefetching->prefetch(to("a"), 9);
  crowd.wait_for("a");
  EXPECT_EQ(ask("a").size(), crowd.bytes);
  for (const auto* url : {"b", "c", "d"}) prefetching->prefetch(to(url), 9);
  for (const auto* url : {"b", "c", "d"}) EXPECT_EQ(ask(url).size(), crowd.bytes);
  EXPECT_LE(crowd.most, 2) << "more would take more than may wait";
}

TEST_F(Prefetching, knows_from_what_was_asked_directly_how_large_answers_are) {
  crowd.bytes = 8 << 20;
  EXPECT_EQ(ask("a").size(), crowd.bytes);
  for (const auto* url : {"b", "c", "d"}) prefetching->prefetch(to(url), 9);
  for (const auto* url : {"b", "c", "d"}) EXPECT_EQ(ask(url).size(), crowd.bytes);
  EXPECT_LE(crowd.most, 2) << "more would take more than may wait";
}

TEST_F(Prefetching, lets_answers_of_unknown_size_come_to_a_few_megabytes_in_all_and_the_wanted_one_whole) {
  constexpr std::size_t kMost = 8 << 20, kPiece = 1 << 20;
  crowd.grows = true;
  crowd.bytes = 6 << 20;
  crowd.together = 3;
  for (const auto* url : {"a", "b", "c"}) prefetching->prefetch(to(url), 9);
  crowd.wait_for_bytes(kMost - 2 * kPiece);
  EXPECT_LE(crowd.most_untaken, kMost);
  EXPECT_EQ(ask("not expected").size(), crowd.bytes) << "what stands still is in nobody's way";
  for (const auto* url : {"c", "a", "b"}) EXPECT_EQ(ask(url).size(), crowd.bytes);
}

TEST_F(Prefetching, ends_at_once_with_what_stands_still) {
  crowd.grows = true;
  crowd.bytes = 16 << 20;
  for (const auto* url : {"a", "b", "c"}) prefetching->prefetch(to(url), 9);
  crowd.wait_for_bytes(6 << 20);
  prefetching.reset();
}

TEST_F(Prefetching, gives_nothing_that_was_to_be_forgotten) {
  prefetching->keep(to("a"), {200, {}, "kept"});
  prefetching->prefetch(to("b"), 9);
  crowd.wait_for("b");
  prefetching->invalidate();
  EXPECT_EQ(ask("a"), "a");
  EXPECT_EQ(ask("b"), "b");
  EXPECT_EQ(crowd.urls.count("b"), 2u);
}

TEST_F(Prefetching, ends_at_once_with_what_is_under_way) {
  crowd.together = 9;
  for (const auto* url : {"a", "b", "c", "d"}) prefetching->prefetch(to(url), 9);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW((void)prefetching->send(to("a"), stop.get_token()), Error);
  prefetching.reset();
}

TEST_F(Prefetching, has_never_more_under_way_than_it_may) {
  crowd.together = 9;
  for (const auto* url : {"a", "b", "c"}) prefetching->prefetch(to(url), 9);
  for (const auto* url : {"a", "b", "c"}) crowd.wait_for(url);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW((void)prefetching->send(to("z"), stop.get_token()), Error);
  EXPECT_EQ(crowd.urls.count("z"), 0u);
  prefetching.reset();
  EXPECT_EQ(crowd.most, 3);
}

TEST_F(Prefetching, sends_nothing_ahead_where_one_at_a_time_is_the_rule) {
  prefetching = make_prefetching(crowd, clock, 1);
  EXPECT_FALSE(prefetching->prefetch(to("a"), 9));
  EXPECT_EQ(ask("a"), "a");
  EXPECT_EQ(crowd.urls.count("a"), 1u);
}

}  // namespace
}  // namespace locker::http
