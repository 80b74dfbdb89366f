#include "lib/serve/state/manifests.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace locker::serve {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

class Manifests : public testing::Test {
 protected:
  Manifests() {
    fs::remove_all(home);
    fs::create_directories(home / "Connectors" / "Echo");
    std::ofstream(home / "Connectors" / "Echo" / "echo.connector") << R"({"title":"Echo"})";
  }
  ~Manifests() override { fs::remove_all(home); }

  std::vector<std::string> sources(const std::vector<std::string>& folders) const {
    std::vector<std::string> found;
    for (const auto& one : scan_manifests(home, folders, [](const std::string&) {}))
      found.push_back(text_of(one, "srcdir"));
    return found;
  }

  const fs::path home =
      fs::path(testing::TempDir()) /
      (std::string("manifests_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(Manifests, are_found_once_though_links_lead_back_to_what_is_above) {
  fs::create_directory_symlink("..", home / "Connectors" / "loop");
  fs::create_directory_symlink(".", home / "Connectors" / "itself");
  fs::create_directory_symlink("../..", home / "Connectors" / "Echo" / "far");
  EXPECT_THAT(sources({"Connectors"}), ElementsAre("Connectors/Echo"));
}

TEST_F(Manifests, are_found_behind_a_link_that_leads_elsewhere) {
  fs::create_directories(home / "ConnectorsElsewhere");
  std::ofstream(home / "ConnectorsElsewhere" / "other.app") << "{}";
  fs::create_directory_symlink("../ConnectorsElsewhere", home / "Connectors" / "more");
  EXPECT_THAT(sources({"Connectors"}), ElementsAre("Connectors/Echo", "Connectors/more"));
}

}  // namespace
}  // namespace locker::serve
