#include "lib/serve/state/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ScheduleTest : public ::testing::Test {
 protected:
  Schedule open() const {
    return Schedule(file, clock, [this] { return spread; });
  }
  static Entry take(Schedule& schedule) {
    auto entry = schedule.wait_due({});
    return entry ? *entry : Entry{};
  }
  static std::vector<std::string> paths(const Schedule& schedule) {
    std::vector<std::string> found;
    for (const auto& entry : schedule.entries()) found.push_back(entry.path);
    return found;
  }
  /// Absent if nothing is due.
  static std::optional<Entry> due(Schedule& schedule) {
    std::stop_source stop;
    stop.request_stop();
    return schedule.wait_due(stop.get_token());
  }

  test::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "scheduler.json";
  test::ManualClock clock;
  double spread = 0;
};

TEST_F(ScheduleTest, has_one_entry_for_each_service_and_path) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now() + 5s);
  schedule.at("a", "/x", clock.now() + 3s);
  schedule.at("b", "/x", clock.now() + 4s);
  const auto entries = schedule.entries();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].service, "a");
  EXPECT_EQ(entries[0].at, clock.now() + 3s);
}

TEST_F(ScheduleTest, says_since_when_a_call_is_under_way) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now());
  const auto entry = take(schedule);
  EXPECT_EQ(schedule.entries()[0].result, "under way since " + format_rfc3339(clock.now()));
  schedule.finished(entry, {.ok = false, .text = "answered 500"});
  EXPECT_EQ(schedule.entries()[0].result, "answered 500");
}

TEST_F(ScheduleTest, is_kept_in_a_file_as_2011_wrote_it) {
  {
    auto schedule = open();
    schedule.at("a", "/x", clock.now());
    schedule.every("a", "/y", 60s);
    schedule.pause("b", true);
  }
  std::ifstream lines(file);
  std::string line;
  std::getline(lines, line);
  const auto first = nlohmann::json::parse(line);
  EXPECT_EQ(first["type"], 1);
  EXPECT_EQ(first["serviceId"], "a");
  EXPECT_EQ(first["url"], "/x");
  EXPECT_EQ(first["at"], format_rfc3339(clock.now()));
  auto again = open();
  EXPECT_THAT(paths(again), ElementsAre("/x", "/y"));
  EXPECT_EQ(again.entries()[1].interval, 60s);
  EXPECT_TRUE(again.is_paused("b"));
}

TEST_F(ScheduleTest, passes_over_damaged_lines) {
  std::ofstream(file) << "{\n[]\nnull\n\xff\xfe\n{\"at\":\"never\",\"serviceId\":\"a\",\"url\":\"/x\"}\n"
                      << "{\"at\":\"2026-01-01T00:00:00Z\",\"serviceId\":7,\"url\":\"/x\"}\n"
                      << "{\"at\":\"2026-01-01T00:00:00Z\",\"serviceId\":\"a\"}\n"
                      << "{\"at\":\"2026-01-01T00:00:00Z\",\"type\":1,\"serviceId\":\"a\",\"url\":\"/good\","
                      << "\"interval\":\"x\",\"failures\":-1e300}\n"
                      << "{\"at\":\"2026-01-01T00:00:00Z\",\"serviceId\":\"a\",\"url\":\"/cut";
  auto schedule = open();
  EXPECT_THAT(paths(schedule), ElementsAre("/good"));
}

TEST_F(ScheduleTest, takes_an_interval_of_ages_for_a_century) {
  std::ofstream(file) << R"({"at":"2020-01-01T00:00:00Z","type":1,"serviceId":"a","url":"/x",)"
                      << R"("interval":9223372036854775807})";
  auto schedule = open();
  schedule.finished(take(schedule), {.ok = true});
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 24h * 366 * 100);
}

TEST_F(ScheduleTest, brings_a_regular_call_back_that_a_wrong_clock_dated_far_ahead) {
  const auto line = [](const std::string& path, const std::string& more) {
    return R"({"at":"2199-05-13T00:00:00Z","type":1,"serviceId":"a","url":")" + path + "\"" + more + "}\n";
  };
  std::ofstream(file) << line("/often", R"(,"interval":60000)") << line("/once", "")
                      << line("/failed", R"(,"interval":60000,"failures":1)");
  auto schedule = open();
  const auto time_of = [&](const std::string& path) {
    for (const auto& entry : schedule.entries())
      if (entry.path == path) return entry.at;
    return Instant();
  };
  const Instant far = *parse_rfc3339("2199-05-13T00:00:00Z");
  EXPECT_EQ(time_of("/often"), clock.now() + 60s);
  EXPECT_EQ(time_of("/once"), far) << "as it was asked for";
  EXPECT_EQ(time_of("/failed"), far) << "as the service said";
  clock.time -= 24h * 400;
  schedule.every("a", "/often", 60s);
  EXPECT_EQ(time_of("/often"), clock.now() + 60s) << "the clock was corrected while core ran";
  schedule.at("a", "/often", clock.now() + 1h);
  schedule.every("a", "/often", 60s);
  EXPECT_EQ(time_of("/often"), clock.now() + 1h) << "as the service asked";
}

TEST_F(ScheduleTest, gives_out_what_is_due_the_oldest_first) {
  auto schedule = open();
  schedule.at("a", "/second", clock.now() - 1s);
  schedule.at("b", "/first", clock.now() - 2s);
  EXPECT_EQ(take(schedule).path, "/first");
  EXPECT_EQ(take(schedule).path, "/second");
}

TEST_F(ScheduleTest, forgets_what_was_made_once_and_repeats_the_rest_with_jitter) {
  auto schedule = open();
  schedule.at("a", "/once", clock.now() - 1s);
  schedule.every("a", "/often", 100s);
  spread = 1;
  schedule.finished(take(schedule), {.ok = true});
  schedule.finished(take(schedule), {.ok = true});
  ASSERT_THAT(paths(schedule), ElementsAre("/often"));
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 110s);
  EXPECT_EQ(schedule.entries()[0].result, "done");
}

TEST_F(ScheduleTest, makes_again_what_core_did_not_live_to_see_the_end_of) {
  {
    auto schedule = open();
    schedule.at("a", "/x", clock.now());
    EXPECT_EQ(take(schedule).path, "/x");
  }
  auto again = open();
  EXPECT_EQ(take(again).path, "/x");
}

TEST_F(ScheduleTest, keeps_the_time_that_a_service_asked_for_while_it_was_called) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now());
  const Entry entry = take(schedule);
  schedule.at("a", "/x", clock.now() + 60s);
  schedule.finished(entry, {.ok = true});
  ASSERT_EQ(schedule.entries().size(), 1u);
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 60s);
}

TEST_F(ScheduleTest, puts_off_what_fails_for_longer_and_longer) {
  auto schedule = open();
  schedule.every("a", "/x", 100s);
  std::vector<std::int64_t> pauses;
  for (int time = 0; time < 9; ++time) {
    schedule.finished(take(schedule), {.ok = false, .text = "answered 500"});
    pauses.push_back(
        std::chrono::duration_cast<std::chrono::seconds>(schedule.entries()[0].at - clock.now()).count());
    clock.time = schedule.entries()[0].at;
  }
  EXPECT_THAT(pauses, ElementsAre(30, 60, 120, 240, 480, 960, 1'920, 3'600, 3'600));
  EXPECT_EQ(schedule.entries()[0].failures, 9);
  schedule.finished(take(schedule), {.ok = true});
  EXPECT_EQ(schedule.entries()[0].failures, 0);
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 100s);
}

TEST_F(ScheduleTest, waits_as_long_as_the_service_says) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now());
  const Entry entry = take(schedule);
  schedule.at("a", "/x", clock.now() + 1s);
  schedule.finished(entry, {.ok = false, .text = "answered 429", .retry_after = 900s});
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 900s);
}

TEST_F(ScheduleTest, drops_a_call_that_will_never_work_and_repeats_a_regular_one_at_its_time) {
  auto schedule = open();
  schedule.at("a", "/once", clock.now() - 1s);
  schedule.every("a", "/often", 100s);
  for (int time = 0; time < 2; ++time)
    schedule.finished(take(schedule), {.ok = false, .again = false, .text = "answered 404"});
  ASSERT_THAT(paths(schedule), ElementsAre("/often"));
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 100s);
}

TEST_F(ScheduleTest, gives_out_nothing_of_a_paused_service) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now());
  schedule.pause("a", true);
  schedule.at("b", "/y", clock.now() + 1s - 1s);
  EXPECT_EQ(take(schedule).service, "b");
  schedule.pause("a", false);
  EXPECT_EQ(take(schedule).service, "a");
}

TEST_F(ScheduleTest, makes_all_of_a_service_due_when_a_person_wants_it) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now() + 1h);
  schedule.at("b", "/x", clock.now() + 1h);
  EXPECT_EQ(schedule.trigger("a"), 1);
  EXPECT_EQ(take(schedule).service, "a");
  EXPECT_EQ(schedule.trigger("nobody"), 0);
}

TEST_F(ScheduleTest, gives_out_a_few_of_one_service_and_of_others_beside_them) {
  auto schedule = open();
  for (int i = 0; i < 20; ++i) schedule.at("slow", "/" + std::to_string(i), clock.now() - 1h);
  schedule.at("other", "/x", clock.now());
  std::vector<Entry> taken;
  do taken.push_back(take(schedule));
  while (taken.back().service != "other");
  EXPECT_EQ(taken.size(), 17u);
  schedule.finished(taken.front(), {.ok = true});
  EXPECT_EQ(take(schedule).service, "slow");
}

TEST_F(ScheduleTest, takes_a_thousand_calls_of_one_service) {
  std::ofstream lines(file);
  for (int i = 0; i < 1'000; ++i)
    lines << R"({"at":"2199-05-13T00:00:00Z","type":1,"serviceId":"a","url":"/)" << i << "\"}\n";
  lines.close();
  auto schedule = open();
  EXPECT_FALSE(schedule.at("a", "/more", clock.now()));
  EXPECT_TRUE(schedule.at("a", "/7", clock.now())) << "which is there";
  EXPECT_TRUE(schedule.at("b", "/more", clock.now()));
  schedule.remove("a", "/7");
  EXPECT_TRUE(schedule.at("a", "/more", clock.now()));
}

TEST_F(ScheduleTest, keeps_the_time_of_a_regular_call_that_is_there_already) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now() + 7s);
  schedule.every("a", "/x", 60s);
  EXPECT_EQ(schedule.entries()[0].at, clock.now() + 7s);
  schedule.remove("a", "/x");
  EXPECT_THAT(paths(schedule), IsEmpty());
}

TEST_F(ScheduleTest, ends_waiting_on_a_stop) {
  auto schedule = open();
  schedule.at("a", "/x", clock.now() + 1h);
  EXPECT_FALSE(due(schedule));
}

}  // namespace
}  // namespace locker::serve
