#include <gmock/gmock.h>

#include <list>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Core with many clients that request much data and stop reading.
namespace locker::test {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

constexpr int kReaders = 60, kRecords = 150;
constexpr long kTextBytes = 40'000;

class StalledReaders : public MisbehavingServices {
 protected:
  void SetUp() override {
    keep({"calm"});
    serve();
    const std::string text(kTextBytes, 'x');
    for (int i = 1; i <= kRecords; ++i) {
      const json body{{"type", "note/test"}, {"obj", {{"id", i}, {"text", text}}}};
      ASSERT_EQ(client->Post("/core/calm/event", body.dump(), "application/json")->status, 200);
    }
  }
  RawClient& ask(const std::string& target) {
    readers.emplace_back(port).send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                    "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    return readers.back();
  }
  /// Returns core's additional memory in KB per reader, for many that have requested this, read the head, and
  /// stopped.
  long memory_of_each(const std::string& target) {
    const long before = peak_memory();
    for (int i = 0; i < kReaders; ++i) EXPECT_THAT(ask(target).read("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
    const auto whole = another().Get("/query?format=jsonl&all=1");
    EXPECT_GT(whole->body.size(), kRecords * kTextBytes) << "another one gets it whole meanwhile";
    return (peak_memory() - before) / kReaders;
  }
  std::list<RawClient> readers;
};

TEST_F(StalledReaders, of_records_take_little_memory_each_and_get_all_when_they_go_on) {
  EXPECT_LT(memory_of_each("/query?format=jsonl&all=1"), 1'500) << "KB";
  EXPECT_THAT(readers.front().read("\r\n0\r\n\r\n"), EndsWith("\r\n0\r\n\r\n"));
}

TEST_F(StalledReaders, of_events_take_little_memory_each_and_get_all_when_they_go_on) {
  EXPECT_LT(memory_of_each("/events?after=0"), 250) << "KB";
  const std::string last = "\"id\":\"" + std::to_string(kRecords) + "\"";
  EXPECT_THAT(readers.front().read(last), testing::HasSubstr(last));
}

/// Core's own files, without the archive.
class StalledReadersOfTheDiary : public StalledReaders {
 protected:
  void SetUp() override {
    keep({"calm"});
    serve();
  }
  /// Writes as much into today's diary as stalled readers would need from memory.
  std::string fill_diary() {
    EXPECT_EQ(client->Get("/core/calm/diary?message=first")->status, 200);
    std::filesystem::path today;
    for (const auto& one : std::filesystem::recursive_directory_iterator(home / "Me" / "diary"))
      if (one.path().extension() == ".json") today = one.path();
    const std::string line =
        json{{"message", std::string(kTextBytes, 'x')}, {"service", "calm"}}.dump() + "\n";
    std::ofstream file(today, std::ios::app);
    for (int i = 0; i < kRecords; ++i) file << line;
    file.close();
    return text_of(today);
  }
};

TEST_F(StalledReadersOfTheDiary, take_little_memory_each_and_get_all_when_they_go_on) {
  const std::string diary = fill_diary();
  const long before = peak_memory();
  for (int i = 0; i < kReaders; ++i) EXPECT_THAT(ask("/diary").read("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(client->Get("/core/calm/diary?message=meanwhile")->status, 200);
  EXPECT_THAT(another().Get("/diary")->body,
              testing::AllOf(testing::StartsWith(diary), testing::HasSubstr("meanwhile")));
  EXPECT_LT((peak_memory() - before) / kReaders, 250) << "KB";
  EXPECT_THAT(readers.front().read("\r\n0\r\n\r\n"), EndsWith("\r\n0\r\n\r\n"));
}

TEST_F(StalledReaders, do_not_keep_core_from_its_end) {
  (void)memory_of_each("/query?format=jsonl&all=1");
  const auto begun = std::chrono::steady_clock::now();
  end_with(SIGTERM);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10)) << "five on a calm machine";
}

}  // namespace
}  // namespace locker::test
