#include "lib/media/name.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace locker::media {
namespace {

TEST(BrowsableName, has_the_day_the_record_and_which_of_its_media) {
  const auto evening = parse_rfc3339("2024-05-01T23:30:00-05:00");
  EXPECT_EQ(browsable_name(evening, "1785600000000000001", 2, ".jpg"),
            "2024/2024-05-02_1785600000000000001_2.jpg");
  EXPECT_EQ(browsable_name(std::nullopt, "7", 1, ".mp4"), "undated/7_1.mp4");
}

/// Ids come from services, so they may contain any characters.
TEST(BrowsableName, is_one_file_in_one_folder_whatever_the_id) {
  std::mt19937 random{20261120};
  for (int i = 0; i < 3'000; ++i) {
    std::string id(random() % 200, '\0');
    for (char& c : id) c = random() % 3 == 0 ? "/.\\~: \n"[random() % 8] : static_cast<char>(random());
    const std::filesystem::path name = browsable_name(std::nullopt, id, 1, ".jpg");
    ASSERT_EQ(std::distance(name.begin(), name.end()), 2) << name;
    ASSERT_EQ(name.parent_path(), "undated");
    ASSERT_EQ(name, name.lexically_normal());
    ASSERT_LE(name.filename().native().size(), 100u);
    ASSERT_TRUE(std::ranges::all_of(name.native(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             std::string_view("-_./").find(c) != std::string_view::npos;
    })) << name;
  }
  EXPECT_EQ(browsable_name(std::nullopt, "", 1, ".jpg"), "undated/__1.jpg");
}

TEST(NumberedName, keeps_folder_and_ending) {
  EXPECT_EQ(numbered_name("2024/2024-05-01_7_2.jpg", 2), "2024/2024-05-01_7_2-2.jpg");
  EXPECT_EQ(numbered_name("undated/7_1", 10), "undated/7_1-10");
}

TEST(ExtensionOf, a_name_or_address_tells_it) {
  EXPECT_EQ(extension_of("tweets_media/1-abc.PNG", "photo"), ".png");
  EXPECT_EQ(extension_of("https://pictures.example/a/b.jpeg?name=orig#top", "photo"), ".jpeg");
  EXPECT_EQ(extension_of("https://video.example/a.b/c.mp4?tag=1.2", "video"), ".mp4");
  EXPECT_EQ(extension_of("clip.tar.gz", "video"), ".gz");
}

TEST(ExtensionOf, what_tells_none_has_that_of_its_kind) {
  for (const char* name : {"", "picture", "https://p.example/media/abc?format=jpg", "https://p.example/a.b/c",
                           "a.", "a.toolong", "a.j/g", "a.jp g", "a.jp\xC3\xA9", "https://pictures.example",
                           "https://pictures.io?a=b.png", "https://pictures.io/"})
    EXPECT_EQ(extension_of(name, "photo"), ".jpg") << name;
  EXPECT_EQ(extension_of("a", "video"), ".mp4");
  EXPECT_EQ(extension_of("a", "animated_gif"), ".mp4");
  EXPECT_EQ(extension_of("a", "hologram"), ".bin");
}

}  // namespace
}  // namespace locker::media
