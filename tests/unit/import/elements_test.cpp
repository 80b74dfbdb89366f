#include "lib/import/elements.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

using ::testing::ElementsAre;

/// Returns a few bytes at a time, so that every element is split somewhere.
class Trickle : public Reader {
 public:
  Trickle(std::string bytes, std::size_t step) : bytes_(std::move(bytes)), step_(step) {}
  std::size_t read(char* into, std::size_t size) override {
    const std::size_t count = std::min({size, step_, bytes_.size() - at_});
    std::memcpy(into, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t step_, at_ = 0;
};

std::vector<std::string> elements(const std::string& text, const Layout& layout = {}, std::size_t step = 1) {
  Trickle bytes(text, step);
  std::vector<std::string> found;
  read_elements(bytes, layout, [&](const RawElement& element) {
    found.push_back((element.label.empty() ? "" : std::string(element.label) + " ") +
                    std::string(element.raw));
  });
  return found;
}

TEST(Elements, are_their_exact_bytes_however_they_come) {
  const std::string text = "window.YTD.tweets.part0 = [\n  {\"a\" : \"x]\\\"}\\\\\"} ,{ \"b\":[1, {}] } ];\n";
  for (const std::size_t step : {1, 2, 3, 1000})
    EXPECT_THAT(elements(text, {}, step), ElementsAre("{\"a\" : \"x]\\\"}\\\\\"}", "{ \"b\":[1, {}] }"));
}

TEST(Elements, of_nothing_are_none) {
  EXPECT_THAT(elements("window.YTD.moment.part0 = [ ]"), ElementsAre());
  EXPECT_THAT(elements("\xef\xbb\xbf[]"), ElementsAre());
}

TEST(Elements, that_are_far_too_large_are_stepped_over_and_the_next_ones_are_read) {
  const std::string large(9 << 20, 'x');
  std::string escapes;
  while (escapes.size() < (9 << 20)) escapes += "]}\\\\\\\"";
  for (const auto& text : {"{\"a\":\"" + large + "\"}", "{\"a\":[\"" + escapes + "\"]}",
                           "[" + std::string(large.size(), '1') + "]"})
    for (const std::size_t step : {9'973, 1 << 20})
      EXPECT_THAT(elements("[1, " + text + ", {\"b\":2}]", {}, step), ElementsAre("1", "", "{\"b\":2}"));
}

TEST(Elements, lie_in_groups_with_labels) {
  const Layout layout{"c", "id", "m"};
  EXPECT_THAT(
      elements("x = [{\"c\":{\"id\":\"7\",\"m\":[{\"a\":1},{\"a\":2}]}}, {\"c\":{\"m\":[],\"id\":\"8\"}},"
               "{\"c\":{\"m\":[{\"a\":3}],\"id\":\"9\"}}]",
               layout),
      ElementsAre("7 {\"a\":1}", "7 {\"a\":2}", "{\"a\":3}"));
}

TEST(Elements, that_are_cut_or_followed_by_more_are_malformed) {
  for (const char* text : {"x = [{\"a\":1}", "x = [{\"a\":1},]", "x = [{\"a\":\"1}]", "x = [{}] x",
                           "x = [{}{}]", "x =", "", "x = [,{}]"})
    EXPECT_THROW(elements(text), Error) << text;
}

TEST(Elements, names_that_lead_out_do_not_stay_inside) {
  for (const char* name : {"../a", "a/../../b", "/a", "\\a", "a\\..\\b", "C:\\a", ""})
    EXPECT_FALSE(stays_inside(name)) << name;
  for (const char* name : {"a", "data/tweets.js", "..a/b..", "a/...js"})
    EXPECT_TRUE(stays_inside(name)) << name;
}

}  // namespace
}  // namespace locker::imports
