#include "lib/media/keeper.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>

#include "lib/base/error.hpp"
#include "lib/media/check.hpp"
#include "lib/store/write/forget.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::media {
namespace {

namespace fs = std::filesystem;
using test::rows;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Keeping : public test::StoreFixture {
 protected:
  Keeping() {
    page("notes", 1, {note("1", R"({"id":"1"})", "one"), note("2", R"({"id":"2"})", "two")});
    keeper.emplace(home, registry, "paper", clock);
  }

  static store::Medium medium(const std::string& record, const std::string& key, int place = 1) {
    return {{"status/paper", record}, key, place, "photo", "https://pictures.example/" + key + ".png", "alt"};
  }
  /// Reads `bytes` three at a time.
  static Keeper::Read reading(const std::string& bytes) {
    return [rest = bytes](char* buffer, std::size_t size) mutable {
      const std::size_t count = std::min({size, rest.size(), std::size_t{3}});
      std::memcpy(buffer, rest.data(), count);
      rest.erase(0, count);
      return count;
    };
  }
  StoreResult keep_bytes(const store::Medium& what, const std::string& bytes,
                         const std::string& name = "a.png") {
    return keeper->keep_file(what, name, "archive 2024-05-01", reading(bytes));
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(keeper->folder()))
      if (entry.is_regular_file())
        names.push_back(entry.path().lexically_relative(keeper->folder()).string());
    std::ranges::sort(names);
    return names;
  }
  std::vector<std::string> problems() const {
    return check_files(store::Database::open_for_reading(home), {}).problems;
  }

  test::ManualClock clock;
  std::optional<Keeper> keeper;
};

TEST_F(Keeping, a_file_has_a_name_that_a_person_can_browse) {
  EXPECT_EQ(keep_bytes(medium("1", "m1"), "picture"), StoreResult::stored);
  EXPECT_THAT(files(), ElementsAre("2026/2026-09-21_1_1.png"));
  std::ifstream file(keeper->folder() / files().front());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "picture");
  struct stat mode {};
  stat((keeper->folder() / files().front()).c_str(), &mode);
  EXPECT_EQ(mode.st_mode & 0777, 0600u);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Keeping, the_same_content_is_kept_once) {
  EXPECT_EQ(keep_bytes(medium("1", "m1"), "picture"), StoreResult::stored);
  EXPECT_EQ(keep_bytes(medium("2", "m2"), "picture"), StoreResult::shared);
  EXPECT_EQ(keep_bytes(medium("2", "m2"), "other"), StoreResult::known);
  EXPECT_THAT(files(), ElementsAre("2026/2026-09-21_1_1.png"));
  EXPECT_TRUE(keeper->has(medium("2", "m2")));
  EXPECT_THAT(rows(home, "SELECT id, path, source FROM media_files ORDER BY id"),
              ElementsAre("1|2026/2026-09-21_1_1.png|archive 2024-05-01",
                          "2|2026/2026-09-21_1_1.png|archive 2024-05-01"));
}

TEST_F(Keeping, other_content_under_one_name_gets_a_number) {
  keep_bytes(medium("1", "m1"), "picture");
  keep_bytes(medium("1", "m2"), "another");
  EXPECT_THAT(files(), ElementsAre("2026/2026-09-21_1_1-2.png", "2026/2026-09-21_1_1.png"));
}

TEST_F(Keeping, a_record_that_is_not_there_keeps_nothing) {
  EXPECT_EQ(keep_bytes(medium("9", "m1"), "picture"), StoreResult::no_record);
  EXPECT_FALSE(fs::exists(keeper->folder()));
}

TEST_F(Keeping, a_reader_that_fails_leaves_nothing) {
  const auto fail = [](char*, std::size_t) -> std::size_t { throw Error(ErrorKind::malformed, "cut"); };
  EXPECT_THROW(keeper->keep_file(medium("1", "m1"), "a.png", "archive", fail), Error);
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_FALSE(keeper->has(medium("1", "m1")));
}

TEST_F(Keeping, an_id_from_a_service_leads_nowhere) {
  page("notes", 1, {note("../../../escape", R"({"id":"../../../escape"})", "evil")});
  EXPECT_EQ(keep_bytes(medium("../../../escape", "m1"), "picture", "x.../../../etc/passwd"),
            StoreResult::stored);
  EXPECT_THAT(files(), ElementsAre("2026/2026-09-21__________escape_1.jpg"));
}

TEST_F(Keeping, a_missing_or_damaged_file_is_named) {
  keep_bytes(medium("1", "m1"), "picture");
  keep_bytes(medium("2", "m2"), "painting");
  fs::remove(keeper->folder() / "2026/2026-09-21_1_1.png");
  std::ofstream(keeper->folder() / "2026/2026-09-21_2_1.png") << "PAINTING";
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("2026-09-21_1_1.png of paper:status/paper/1 is missing"),
                                      HasSubstr("2026-09-21_2_1.png of paper:status/paper/2 is not what")));
}

TEST_F(Keeping, a_file_that_went_missing_is_kept_again) {
  keep_bytes(medium("1", "m1"), "picture");
  fs::remove(keeper->folder() / "2026/2026-09-21_1_1.png");
  EXPECT_EQ(keep_bytes(medium("1", "m1"), "picture"), StoreResult::stored);
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_THAT(rows(home, "SELECT count(*) FROM file"), ElementsAre("1"));
}

TEST_F(Keeping, what_is_forgotten_takes_along_the_files_that_it_alone_shows) {
  keep_bytes(medium("1", "m1"), "shared picture");
  keep_bytes(medium("2", "m2"), "shared picture");
  keep_bytes(medium("2", "m3", 2), "its own");
  EXPECT_TRUE(store::forget_record(home, registry, "paper", {"status/paper", "2"}, now));
  EXPECT_THAT(files(), ElementsAre("2026/2026-09-21_1_1.png"));
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_TRUE(store::verify(store::Database::open_for_writing(home), {}).problems.empty());
  EXPECT_EQ(keep_bytes(medium("2", "m2"), "its own"), StoreResult::no_record);
}

TEST_F(Keeping, what_came_half_goes_on_and_is_no_file_of_the_archive) {
  {
    Incoming half = Incoming::resumed(keeper->folder(), "https://pictures.example/m1.png");
    half.append("pict");
  }
  EXPECT_FALSE(keeper->has(medium("1", "m1")));
  Incoming rest = Incoming::resumed(keeper->folder(), "https://pictures.example/m1.png");
  EXPECT_EQ(rest.size(), 4u);
  rest.append("ure");
  EXPECT_EQ(keeper->keep(rest, medium("1", "m1"), "m1.png", "fetched"), StoreResult::stored);
  EXPECT_EQ(keep_bytes(medium("2", "m2"), "picture"), StoreResult::shared);
  EXPECT_THAT(files(), ElementsAre("2026/2026-09-21_1_1.png"));
}

}  // namespace
}  // namespace locker::media
