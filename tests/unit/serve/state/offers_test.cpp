#include "lib/serve/state/offers.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Folders = std::vector<std::string>;

class OffersTest : public ::testing::Test {
 protected:
  void add(const std::string& connector) const {
    std::filesystem::create_directories(home.path() / connector);
    std::ofstream(home.path() / connector / "own.connector") << R"({"title":"Own"})";
  }
  Offers open(const std::optional<Folders>& scanned) {
    return {home.path(),
            {{{"srcdir", "locker:paper"}}},
            scanned,
            [this](const std::string& what) { said += what + "\n"; },
            {}};
  }
  static Folders sources(const Offers& offers) {
    Folders found;
    for (const auto& one : offers.all()) found.push_back(text_of(one, "srcdir"));
    return found;
  }
  test::TemporaryFolder home;
  std::string said;
};

TEST_F(OffersTest, without_a_config_are_the_compiled_in_connectors_and_those_installed_meanwhile) {
  const Offers offers = open(std::nullopt);
  EXPECT_THAT(sources(offers), ElementsAre("locker:paper"));
  add("Connectors/journal");
  EXPECT_THAT(sources(offers), ElementsAre("locker:paper", "Connectors/journal"));
  add("Connectors/other");
  EXPECT_THAT(sources(offers), ElementsAre("locker:paper", "Connectors/journal", "Connectors/other"));
  std::filesystem::remove_all(home.path() / "Connectors" / "journal");
  EXPECT_THAT(sources(offers), ElementsAre("locker:paper", "Connectors/other"));
  std::filesystem::remove_all(home.path() / "Connectors");
  EXPECT_THAT(sources(offers), ElementsAre("locker:paper"));
  EXPECT_THAT(said, IsEmpty());
}

TEST_F(OffersTest, that_cannot_be_read_are_reported_once_for_each_change) {
  add("Connectors/journal");
  std::ofstream(home.path() / "Connectors" / "journal" / "half.connector") << "{";
  const Offers offers = open(std::nullopt);
  EXPECT_THAT(said, HasSubstr("half.connector"));
  said.clear();
  EXPECT_THAT(sources(offers), ElementsAre("locker:paper", "Connectors/journal"));
  EXPECT_THAT(said, IsEmpty());
}

TEST_F(OffersTest, with_a_config_are_what_its_folders_held_at_the_start_as_in_2011) {
  add("Apps/first");
  add("Connectors/journal");
  const Offers offers = open(Folders{"Apps"});
  add("Apps/second");
  EXPECT_THAT(sources(offers), ElementsAre("Apps/first"));
}

TEST_F(OffersTest, with_a_config_that_names_no_folder_are_the_compiled_in_connectors) {
  add("Connectors/journal");
  EXPECT_THAT(sources(open(Folders{})), ElementsAre("locker:paper"));
}

}  // namespace
}  // namespace locker::serve
