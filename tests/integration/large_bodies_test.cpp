#include <gmock/gmock.h>

#include "tests/integration/misbehaving_services_fixture.hpp"

/// Bodies nearly as large as core accepts, with as many elements as fit in them.
namespace locker::test {
namespace {

constexpr std::size_t kLarge = 14'000'000;

class LargeBodies : public MisbehavingServices {
 protected:
  static std::string repeated(const std::string& piece) {
    std::string all;
    while (all.size() < kLarge) all += piece;
    return all;
  }
  static std::string lists() { return "[[]" + repeated(",[]") + "]"; }
  static std::string members(const std::string& first) {
    std::string all = "{" + first;
    for (int i = 0; all.size() < kLarge; ++i) all += ",\"" + std::to_string(i) + "\":0";
    return all + "}";
  }
  static std::string fields() {
    std::string all = "type=note/test&obj=1&at=1";
    for (int i = 0; all.size() < kLarge; ++i) all += "&" + std::to_string(i) + "=";
    return all;
  }
  int post(const std::string& path, const std::string& body, const char* type = "application/json") const {
    const auto answer = another().Post(path, body, type);
    return answer ? answer->status : 0;
  }
};

TEST_F(LargeBodies, take_a_few_times_their_size_whatever_is_in_them) {
  keep({"calm"});
  serve();
  ASSERT_EQ(post("/core/calm/event", R"({"type":"note/test","obj":{"id":1}})"), 200);
  const long before = peak_memory();
  constexpr char kFormType[] = "application/x-www-form-urlencoded";
  EXPECT_EQ(post("/core/calm/diary", R"({"message":)" + lists() + "}"), 200);
  EXPECT_EQ(post("/core/calm/diary", R"({"level":)" + lists() + "}"), 200);
  EXPECT_EQ(post("/core/calm/at", members(R"("at":"soon")")), 400);
  EXPECT_EQ(post("/core/calm/install", lists()), 400);
  EXPECT_EQ(post("/core/calm/diary", fields(), kFormType), 200);
  constexpr long kKilobyte = 1'024;
  EXPECT_LT(peak_memory() - before, 4 * static_cast<long>(kLarge) / kKilobyte) << "KB";
  EXPECT_EQ(post("/core/calm/event", R"({"type":"note/test","obj":)" + lists() + "}"), 200);
  EXPECT_EQ(post("/core/calm/event", R"({"type":"note/test","obj":)" + members(R"("id":2)") + "}"), 200);
  EXPECT_EQ(post("/core/calm/event", R"({"type":"note/test","obj":)" + members(R"("id":2)") + "}"), 200);
  EXPECT_EQ(post("/core/calm/event", fields(), kFormType), 200);
  EXPECT_LT(peak_memory() - before, 6 * static_cast<long>(kLarge) / kKilobyte) << "KB";
}

}  // namespace
}  // namespace locker::test
