#include "lib/serve/state/services.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ServicesTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& id) const {
    const auto place = home.root() / "Me" / name;
    std::filesystem::create_directories(place);
    std::ofstream(place / "me.json") << Object{{"id", id}, {"title", "A service"}}.dump();
    // Another time than before, however coarse the clock of the file system is.
    const auto written = std::filesystem::last_write_time(place / "me.json");
    std::filesystem::last_write_time(place / "me.json", written + std::chrono::seconds(++writes));
  }
  static std::vector<std::string> ids(const Services& services) {
    std::vector<std::string> found;
    for (const auto& service : services.installed()) found.push_back(service.id);
    return found;
  }
  test::TemporaryFolder folder;
  Home home{folder.path() / "home"};
  connector::Registry registry{{}};
  mutable int writes = 0;
};

TEST_F(ServicesTest, of_a_folder_is_the_one_that_its_me_json_names_now) {
  write("a-folder", "before");
  Services services(home, "http://127.0.0.1:8042", std::nullopt, registry, [](const std::string&) {}, {});
  ASSERT_THAT(ids(services), ElementsAre("before"));
  write("a-folder", "after");
  EXPECT_THAT(ids(services), ElementsAre("after"));
  EXPECT_FALSE(services.find("before"));
  EXPECT_THAT(services.take_removed(), ElementsAre("before")) << "its process and its calls end";
  write("a-folder", "after");
  EXPECT_THAT(ids(services), ElementsAre("after"));
  EXPECT_THAT(services.take_removed(), IsEmpty());
}

}  // namespace
}  // namespace locker::serve
