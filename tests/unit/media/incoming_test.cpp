#include "lib/media/incoming.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "lib/base/error.hpp"
#include "lib/media/hasher.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::media {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

class Coming : public ::testing::Test {
 protected:
  std::vector<std::string> lying() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(media / kIncomingFolder))
      all.push_back(entry.path().filename().string());
    return all;
  }
  static std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  static mode_t mode(const fs::path& path) {
    struct stat about {};
    return stat(path.c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
  }

  test::TemporaryFolder folder;
  fs::path media = folder.path() / "Me" / "paper" / "media";
};

TEST_F(Coming, a_new_file_goes_away_unless_it_was_moved) {
  { Incoming::fresh(media).append("half"); }
  EXPECT_THAT(lying(), IsEmpty());
  Incoming file = Incoming::fresh(media);
  file.append("whole");
  file.move_to(media / "2024" / "a.jpg");
  EXPECT_THAT(lying(), IsEmpty());
  EXPECT_EQ(text_of(media / "2024" / "a.jpg"), "whole");
}

TEST_F(Coming, its_owner_alone_can_read_it_and_the_folders) {
  const mode_t before = umask(0);
  Incoming file = Incoming::resumed(media, "https://p.example/1");
  file.move_to(media / "2024" / "a.jpg");
  umask(before);
  EXPECT_EQ(mode(media / "2024" / "a.jpg"), 0600u);
  EXPECT_EQ(mode(media / "2024"), 0700u);
  EXPECT_EQ(mode(media / kIncomingFolder), 0700u);
}

TEST_F(Coming, what_an_earlier_run_left_counts_into_size_and_digest) {
  std::string whole;
  for (int run = 0; run < 3; ++run) {
    Incoming file = Incoming::resumed(media, "https://p.example/1");
    EXPECT_EQ(file.size(), whole.size());
    const std::string more(70'000, static_cast<char>('a' + run));
    file.append(more);
    whole += more;
  }
  EXPECT_EQ(Incoming::resumed(media, "https://p.example/2").size(), 0u) << "another address, another file";
  Incoming file = Incoming::resumed(media, "https://p.example/1");
  EXPECT_EQ(file.digest(), store::sha256(whole));
  file.move_to(media / "a.jpg");
  EXPECT_EQ(text_of(media / "a.jpg"), whole);
}

TEST_F(Coming, one_that_begins_again_has_nothing_of_before) {
  Incoming file = Incoming::resumed(media, "https://p.example/1");
  file.append("a longer beginning");
  file.restart();
  EXPECT_EQ(file.size(), 0u);
  file.append("short");
  EXPECT_EQ(file.digest(), store::sha256("short"));
  file.move_to(media / "a.jpg");
  EXPECT_EQ(text_of(media / "a.jpg"), "short");
}

TEST_F(Coming, one_of_which_nothing_came_leaves_nothing) {
  { (void)Incoming::resumed(media, "https://p.example/1"); }
  EXPECT_THAT(lying(), IsEmpty());
}

TEST_F(Coming, one_that_is_given_up_is_gone) {
  Incoming file = Incoming::resumed(media, "https://p.example/1");
  file.append("half");
  file.discard();
  EXPECT_THAT(lying(), IsEmpty());
  EXPECT_EQ(Incoming::resumed(media, "https://p.example/1").size(), 0u);
}

TEST_F(Coming, a_killed_run_leaves_what_can_be_gone_on_with_and_the_rest_is_removed) {
  Incoming::remove_left_over(media);
  { Incoming::resumed(media, "https://p.example/1").append("half"); }
  const auto resumable = lying();
  std::ofstream(media / kIncomingFolder / "file.a1b2c3") << "half of a killed run";
  Incoming::remove_left_over(media);
  EXPECT_EQ(lying(), resumable);
}

TEST_F(Coming, a_link_in_its_place_is_not_written_through) {
  { Incoming::resumed(media, "https://p.example/1").append("half"); }
  const auto place = media / kIncomingFolder / lying().front();
  const auto elsewhere = folder.path() / "of others";
  std::ofstream(elsewhere) << "text";
  fs::remove(place);
  fs::create_symlink(elsewhere, place);
  EXPECT_THROW((void)Incoming::resumed(media, "https://p.example/1"), Error);
  EXPECT_EQ(text_of(elsewhere), "text");
}

TEST(Hashing, tells_of_all_so_far_and_goes_on_however_the_bytes_are_cut) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 31);
  Hasher hasher;
  for (std::size_t at = 0, step = 1; at < text.size(); at += step, step = step % 67 + 13) {
    EXPECT_EQ(hasher.digest(), store::sha256(text.substr(0, at))) << at;
    hasher.add(std::string_view(text).substr(at, step));
  }
  EXPECT_EQ(hasher.finish(), store::sha256(text));
  hasher.add("abc");
  EXPECT_EQ(hasher.finish(), store::sha256("abc")) << "begun anew";
}

}  // namespace
}  // namespace locker::media
