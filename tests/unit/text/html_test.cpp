#include "lib/text/html.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>

namespace locker::text {
namespace {

std::string html(std::string_view text) {
  std::string out;
  append_html(out, text);
  return out;
}

/// Returns the text as a browser would show it.
std::string read(std::string_view html) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string text;
  while (!html.empty()) {
    const auto* entity =
        std::ranges::find_if(kEntities, [&](const auto& one) { return html.starts_with(one.first); });
    const bool found = entity != std::end(kEntities);
    text += found ? entity->second : html.front();
    html.remove_prefix(found ? entity->first.size() : 1);
  }
  return text;
}

TEST(Html, entities_of_the_text_itself_stand_in_the_page_as_they_were_written) {
  EXPECT_EQ(html("&amp; <b>\"it's\"</b>"), "&amp;amp; &lt;b&gt;&quot;it&#39;s&quot;&lt;/b&gt;");
  EXPECT_EQ(html("two\nlines\tand\r a \x1B[31mcolour\x1B[0m"), "two\nlines\tand a [31mcolour[0m");
  EXPECT_EQ(html("\xE6\x97\xA5 \xF0\x9F\x98\x80"), "\xE6\x97\xA5 \xF0\x9F\x98\x80");
}

TEST(Html, whatever_the_text_nothing_of_it_is_markup_and_a_browser_shows_all_that_can_be_seen) {
  std::mt19937 random{20261120};
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    for (auto left = random() % 60; left > 0; --left)
      text += random() % 2 == 0 ? "<>&\"';"[random() % 6] : static_cast<char>(random());
    const std::string page = html(text);
    ASSERT_EQ(page.find_first_of("<>\"'"), std::string::npos) << page;
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t'; });
    ASSERT_EQ(read(page), text);
  }
}

}  // namespace
}  // namespace locker::text
