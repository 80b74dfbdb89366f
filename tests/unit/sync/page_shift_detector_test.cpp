#include <gmock/gmock.h>

#include <mutex>
#include <set>
#include <utility>

#include "lib/http/metered.hpp"
#include "tests/unit/sync/sync_fixture.hpp"

namespace locker {
namespace {

using test::as_text;
using test::falling;
using testing::Contains;
using testing::HasSubstr;

/// A service with numbered pages of four elements each.
class ShiftTest : public test::SyncFixture {
 protected:
  ShiftTest() {
    connector.stated.numbered_pages = true;
    service.gives_validators = true;
  }

  void take_out(const std::string& stream, std::size_t place) {
    auto& listed = service.listed[stream];
    listed.erase(listed.begin() + static_cast<std::ptrdiff_t>(place));
  }

  void expect_nothing_lost(const std::string& stream) {
    const auto held = members(stream);
    for (const auto& id : as_text(service.listed[stream])) ASSERT_THAT(held, Contains(id));
    EXPECT_EQ(cursor(stream).gap, "");
    EXPECT_EQ(cursor(stream).mode, store::WalkMode::none);
  }

  void at_request(std::size_t wanted, const std::function<void()>& happens) {
    service.on_request = [=](std::size_t number) {
      if (number == wanted) happens();
    };
  }
};

TEST_F(ShiftTest, what_moves_up_while_a_list_is_read_is_not_lost) {
  for (const std::string stream : {"letters", "stars", "heap"})
    for (const std::size_t place : {0, 5, 9})
      for (const std::size_t number : {3, 5}) {
        SCOPED_TRACE(stream + " loses " + std::to_string(place) + " at " + std::to_string(number));
        fresh_home(stream + std::to_string(place) + "-" + std::to_string(number));
        service.listed[stream] = falling(140, 101);
        at_request(number, [&] { take_out(stream, place); });
        (void)sync_only({stream});
        service.on_request = nullptr;
        expect_nothing_lost(stream);
      }
}

TEST_F(ShiftTest, what_moves_up_again_while_that_is_made_sure_of_is_not_lost) {
  for (const std::string stream : {"letters", "heap"})
    for (std::size_t number = 12; number < 20; number += 2) {
      SCOPED_TRACE(stream + " loses a page at " + std::to_string(number));
      fresh_home(stream + std::to_string(number));
      service.listed[stream] = falling(140, 101);
      service.on_request = [&](std::size_t asked) {
        if (asked == 3) take_out(stream, 5);
        if (asked == number)
          for (int i = 0; i < 4; ++i) take_out(stream, 0);
      };
      (void)sync_only({stream});
      service.on_request = nullptr;
      expect_nothing_lost(stream);
    }
}

TEST_F(ShiftTest, what_is_pushed_down_while_that_is_made_sure_of_is_not_lost) {
  for (const int pushed : {141, 103})  // a new element, and a changed one
    for (std::size_t number = 4; number < 24; number += 4) {
      SCOPED_TRACE(std::to_string(pushed) + " comes to the top at " + std::to_string(number));
      fresh_home(std::to_string(pushed) + "-" + std::to_string(number));
      auto& letters = service.listed["letters"] = falling(140, 101);
      service.updated.clear();
      service.on_request = [&](std::size_t asked) {
        if (asked == 3) take_out("letters", 5);
        if (asked == number) {
          service.updated[pushed] = 141;
          std::erase(letters, pushed);
          letters.insert(letters.begin(), pushed);
        }
      };
      (void)sync_only({"letters"});
      service.on_request = nullptr;
      (void)sync_only({"letters"});
      expect_nothing_lost("letters");
    }
}

TEST_F(ShiftTest, what_comes_and_goes_while_a_list_is_read_hides_nothing) {
  service.listed["letters"] = falling(140, 101);
  at_request(3, [&] { service.listed["letters"].insert(service.listed["letters"].begin(), 141); });
  const auto come = service.on_request;
  service.on_request = [&](std::size_t number) {
    come(number);
    if (number == 4) take_out("letters", 0);
  };
  (void)sync_only({"letters"});
  service.on_request = nullptr;
  expect_nothing_lost("letters");
}

TEST_F(ShiftTest, what_moves_up_while_only_the_new_is_read_is_not_lost) {
  for (const std::string stream : {"letters", "stars"}) {
    service.listed[stream] = falling(110, 101);
    (void)sync_only({stream});
    service.listed[stream] = falling(150, 101);
    at_request(3, [&] { take_out(stream, 1); });
    (void)sync_only({stream});
    service.on_request = nullptr;
    expect_nothing_lost(stream);
  }
}

TEST_F(ShiftTest, what_moves_up_between_a_cut_and_its_resume_is_not_lost) {
  for (const std::string stream : {"letters", "stars", "heap"}) {
    request.only = {stream};
    service.listed[stream] = falling(140, 101);
    ASSERT_TRUE(killed_at_request(3));
    for (int i = 0; i < 3; ++i) take_out(stream, 1);
    (void)sync_once();
    expect_nothing_lost(stream);
  }
}

TEST_F(ShiftTest, a_cut_while_it_is_made_sure_leaves_that_to_the_next_sync) {
  request.only = {"letters"};
  service.listed["letters"] = falling(110, 101);
  at_request(3, [&] { take_out("letters", 1); });
  ASSERT_TRUE(killed_at_request(4));
  EXPECT_EQ(cursor("letters").settled, 0);
  (void)sync_once();
  expect_nothing_lost("letters");
}

TEST_F(ShiftTest, a_list_that_does_not_move_is_not_read_twice) {
  service.listed["letters"] = falling(110, 101);
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 5u);
  EXPECT_EQ(service.unchanged, 2) << "each page but the last";
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
}

TEST_F(ShiftTest, a_list_of_one_page_is_asked_for_once) {
  service.listed["letters"] = {3, 2, 1};
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 1u);
}

TEST_F(ShiftTest, what_is_new_at_the_top_is_left_to_the_next_sync) {
  service.listed["letters"] = falling(110, 101);
  at_request(2, [&] { service.listed["letters"].insert(service.listed["letters"].begin(), 111); });
  (void)sync_only({"letters"});
  EXPECT_EQ(service.urls.size(), 3u + 4u) << "once the first, to know what is new, and then all";
  EXPECT_EQ(cursor("letters").gap, "");
  service.on_request = nullptr;
  (void)sync_only({"letters"});
  EXPECT_EQ(members("letters"), as_text(falling(111, 101)));
}

TEST_F(ShiftTest, a_list_that_never_stands_still_is_known_to_have_a_gap_until_it_does) {
  service.listed["letters"] = falling(400, 101);
  service.on_request = [&](std::size_t number) {
    if (number % 3 == 0) take_out("letters", 1);
  };
  (void)sync_only({"letters"});
  EXPECT_THAT(cursor("letters").gap, HasSubstr("may have slid past"));
  service.on_request = nullptr;
  (void)sync_only({"letters"});
  expect_nothing_lost("letters");
}

TEST_F(ShiftTest, a_list_that_is_cut_in_every_run_is_made_sure_of_once_it_was_all_read) {
  for (const std::string stream : {"letters", "heap"}) {
    connector.stated.streams[7].price = {};  // of the heap
    fresh_home(stream);
    service.listed[stream] = falling(140, 101);
    for (int run = 1; run < 5; ++run) {
      caps.items = 8;
      EXPECT_EQ(sync::exit_code_of(sync_only({stream})), 6) << run;
      take_out(stream, 1);
    }
    caps.items = 8;
    const auto report = sync_only({stream});
    EXPECT_EQ(sync::exit_code_of(report), 0);
    EXPECT_LE(report.totals.resources, 8) << "what was read before is not counted again";
    expect_nothing_lost(stream);
  }
}

TEST_F(ShiftTest, a_list_that_no_run_is_let_finish_is_known_to_have_a_gap_until_one_is) {
  request.only = {"letters"};
  service.listed["letters"] = falling(140, 101);
  for (int run = 1; run < 6; ++run) {
    ASSERT_TRUE(killed_at_request(5));
    if (run > 2) {
      EXPECT_THAT(cursor("letters").gap, HasSubstr("let run to its end")) << run;
    }
    EXPECT_FALSE(cursor("letters").complete_to);
  }
  take_out("letters", 1);
  (void)sync_once();
  expect_nothing_lost("letters");
  EXPECT_TRUE(cursor("letters").complete_to);
}

TEST_F(ShiftTest, a_part_that_something_may_have_slid_past_is_asked_for_without_news) {
  service.listed["stars"] = {1};
  service.listed["pages/1"] = falling(110, 101);
  request.only = {"stars", "pages"};
  caps.items = 10;
  EXPECT_EQ(sync::exit_code_of(sync_once()), 6);
  caps.items = 4;
  (void)sync_once();
  caps.items.reset();
  (void)sync_once();
  expect_nothing_lost("pages/1");
}

/// Serialises concurrent requests to the paper service.
class InTurn final : public http::Transport {
 public:
  explicit InTurn(http::Transport& inner) : inner_(inner) {}
  http::Response send(const http::Request& request, const std::stop_token& stop) override {
    const std::lock_guard alone(mutex_);
    return inner_.send(request, stop);
  }

 private:
  http::Transport& inner_;
  std::mutex mutex_;
};

/// Ten pages, requested concurrently, of which the service reports the last one.
class LongListTest : public ShiftTest {
 protected:
  LongListTest() {
    connector.stated.requests_at_once = 4;
    for (auto& stream : connector.stated.streams) stream.price = {};
    service.offers_likely_tokens = true;
    service.listed["letters"] = falling(140, 101);
    request.only = {"letters"};
  }

  void sync_side_by_side() {
    http::RequestMeter meter;
    InTurn in_turn(service);
    const auto transport = http::make_metered(in_turn, meter);
    service.urls.clear();
    const auto report = sync::run_account(
        request, {home, connector, *transport, meter, *writer, clock, caps, progress, stop.get_token()});
    EXPECT_EQ(report.streams.front().outcome, store::RunOutcome());
  }

  /// Runs `happens` at the first request of the page with that token.
  void at_page(const std::string& token, const std::function<void()>& happens) {
    service.on_request = [this, token, happens, done = false](std::size_t) mutable {
      if (done || test::FakeService::value(service.urls.back(), "token") != token) return;
      done = true;
      happens();
    };
  }
};

TEST_F(LongListTest, takes_two_requests_more_if_it_stands_still) {
  sync_side_by_side();
  EXPECT_EQ(service.urls.size(), 12u);
  EXPECT_EQ(service.unchanged, 2) << "the first page and the last";
  expect_nothing_lost("letters");
}

TEST_F(LongListTest, is_looked_at_from_its_end_before_and_after_all_between) {
  sync_side_by_side();
  std::vector<std::string> tokens;
  for (const auto& url : service.urls) tokens.push_back(test::FakeService::value(url, "token"));
  ASSERT_EQ(tokens.size(), 12u);
  EXPECT_EQ(tokens[1], "t36");
  EXPECT_EQ(tokens[10], "t36");
  EXPECT_EQ(tokens[11], "");
}

TEST_F(LongListTest, loses_nothing_whatever_leaves_it) {
  for (const std::size_t place : {0, 5, 22})
    for (const std::string token : {"t36", "t4", "t8", "t24"}) {
      SCOPED_TRACE("loses " + std::to_string(place) + " at " + token);
      fresh_home(std::to_string(place) + token);
      service.listed["letters"] = falling(140, 101);
      at_page(token, [&] { take_out("letters", place); });
      sync_side_by_side();
      service.on_request = nullptr;
      expect_nothing_lost("letters");
    }
}

TEST_F(LongListTest, loses_nothing_where_something_new_makes_up_for_what_left) {
  std::set<std::string> asked;
  service.on_request = [&](std::size_t) {
    const std::string token = test::FakeService::value(service.urls.back(), "token");
    const bool first_time = asked.insert(token).second;
    if (first_time && token == "t12") take_out("letters", 5);
    if (first_time && token == "t20")
      service.listed["letters"].insert(service.listed["letters"].begin(), 141);
  };
  sync_side_by_side();
  service.on_request = nullptr;
  const auto held = members("letters");
  for (const auto& id : as_text(service.listed["letters"]))
    EXPECT_TRUE(id == "141" || std::ranges::count(held, id));
}

TEST_F(LongListTest, loses_nothing_where_something_comes_for_the_time_of_one_page) {
  bool pushed = false, over = false;
  service.on_request = [&](std::size_t) {
    const std::string token = test::FakeService::value(service.urls.back(), "token");
    if (pushed && !std::exchange(over, true)) take_out("letters", 0);
    if (token == "t8" && !std::exchange(pushed, true))
      service.listed["letters"].insert(service.listed["letters"].begin(), 141);
  };
  sync_side_by_side();
  service.on_request = nullptr;
  expect_nothing_lost("letters");
}

TEST_F(LongListTest, is_walked_again_with_answers_of_that_time) {
  at_page("t4", [&] { take_out("letters", 0); });
  sync_side_by_side();
  service.on_request = nullptr;
  const auto again = std::ranges::count_if(
      service.urls, [](const std::string& url) { return test::FakeService::value(url, "token") == "t8"; });
  EXPECT_GE(again, 2);
  EXPECT_EQ(members("letters"), as_text(falling(139, 101)));
}

}  // namespace
}  // namespace locker
