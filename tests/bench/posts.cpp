#include "tests/bench/posts.hpp"

#include <array>
#include <random>

#include "lib/base/time.hpp"

namespace locker::bench {
namespace {

constexpr std::array kWords = {"harbour",  "morning", "bread",   "window", "letter", "garden",
                               "winter",   "train",   "coffee",  "river",  "market", "evening",
                               "mountain", "library", "bicycle", "island"};
constexpr std::array kHan = {"早", "晨", "港", "口", "面", "包", "窗", "户",
                             "信", "花", "园", "冬", "天", "火", "车", "山"};
constexpr std::size_t kBytes = 2'500;
constexpr std::int64_t kFirst = 1'500'000'000'000, kApart = 61'000, kSnowflakeEpoch = 1'288'834'974'657;

std::string text(std::uint64_t number, std::minstd_rand& random) {
  std::string out;
  if (number % 5 == 0) {
    for (int i = 0; i < 90; ++i) out += kHan[random() % kHan.size()];
  } else {
    for (int i = 0; i < 38; ++i) out.append(i ? " " : "").append(kWords[random() % kWords.size()]);
  }
  // A rare word, so that a search for one finds few posts.
  return out + " w" + std::to_string(number % 50'000);
}

}  // namespace

std::string post(std::uint64_t number, int edition) {
  std::minstd_rand random(static_cast<unsigned>(number + 1));
  const std::int64_t time = kFirst + static_cast<std::int64_t>(number) * kApart;
  const std::string id = std::to_string((time - kSnowflakeEpoch) << 22);
  std::string json = R"({"author_id":"783214","conversation_id":")" + id + R"(","created_at":")" +
                     format_rfc3339(from_millis(time)) + R"(","edit_history_tweet_ids":[")" + id +
                     R"("],"id":")" + id + R"(","lang":"en","public_metrics":{"retweet_count":)" +
                     std::to_string(random() % 100) + R"(,"reply_count":1,"like_count":)" +
                     std::to_string(random() % 1000) +
                     R"(,"quote_count":0,"bookmark_count":0,"impression_count":)" +
                     std::to_string(random() % 100000) + R"(},"text":")" + text(number, random) +
                     (edition > 1 ? " (" + std::to_string(edition) + ")" : std::string()) +
                     R"(","entities":{"annotations":[)";
  for (int i = 0; json.size() < kBytes - 130; ++i)
    json += std::string(i ? "," : "") + R"({"start":)" + std::to_string(i) + R"(,"end":)" +
            std::to_string(i + 8) + R"(,"probability":0.)" + std::to_string(random() % 9000 + 1000) +
            R"(,"type":"Place","normalized_text":")" + kWords[random() % kWords.size()] + "\"}";
  return json + "]}}";
}

}  // namespace locker::bench
