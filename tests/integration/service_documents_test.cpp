#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/integration/misbehaving_services_fixture.hpp"

/// Core with services that return or store invalid JSON.
namespace locker::test {
namespace {

using ::testing::HasSubstr;

class ServiceDocuments : public MisbehavingServices {
 protected:
  std::filesystem::path me_of(const std::string& id) const {
    std::filesystem::create_directories(home / "Me" / id);
    return home / "Me" / id / "me.json";
  }
  static std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  }
  static std::string objects(std::size_t levels) {
    std::string text;
    for (std::size_t level = 0; level < levels; ++level) text += R"({"a":)";
    return text + "1" + std::string(levels, '}');
  }
  int posted(const std::string& path, const std::string& body) {
    const auto answer = client->Post(path, body, "application/json");
    return answer ? answer->status : 0;
  }
  /// Everything that lists services responds, and `calm` is running.
  void expect_all_is_well() {
    EXPECT_EQ(client->Get("/Me/calm/fine")->body, "fine");
    for (const char* path : {"/map", "/status", "/", "/providers?types=x"}) {
      const auto answer = client->Get(path);
      ASSERT_TRUE(answer) << path;
      EXPECT_EQ(answer->status, 200) << path;
    }
  }
};

TEST_F(ServiceDocuments, that_nest_without_end_are_refused_by_every_route) {
  keep({"calm"});
  serve();
  for (const std::size_t levels : {2'000, 30'000, 100'000, 400'000}) {
    const std::string deep = nested(levels);
    EXPECT_EQ(posted("/core/calm/event", R"({"type":"a","obj":)" + objects(levels) + "}"), 400) << levels;
    EXPECT_EQ(posted("/core/calm/event", R"({"type":)" + deep + R"(,"obj":{}})"), 400) << levels;
    EXPECT_EQ(posted("/core/calm/install", R"({"srcdir":)" + deep + "}"), 400) << levels;
    for (const char* route : {"at", "listen", "deafen"})
      EXPECT_EQ(posted(std::string("/core/calm/") + route, R"({"unused":)" + deep + "}"), 400) << route;
    EXPECT_EQ(posted("/core/calm/diary", R"({"message":)" + deep + "}"), 200) << levels;
    EXPECT_EQ(posted("/core/calm/diary", R"({"message":"x","level":)" + deep + "}"), 200) << levels;
    ASSERT_EQ(
        client->Post("/core/calm/event", httplib::Params{{"type", "a"}, {"obj", objects(2'000)}})->status,
        400);
  }
  EXPECT_EQ(posted("/core/calm/event", R"({"type":"a","obj":)" + objects(100) + "}"), 200);
  expect_all_is_well();
}

TEST_F(ServiceDocuments, as_manifests_are_skipped_and_named) {
  keep({"calm"});
  std::ofstream(me_of("deep")) << nested(400'000);
  std::ofstream(me_of("deep-object")) << objects(150'000);
  std::ofstream(me_of("huge")) << R"({"id":"huge","x":")" << std::string(30'000'000, 'x') << "\"}";
  std::filesystem::create_directories(me_of("folder"));
  ASSERT_EQ(mkfifo(me_of("pipe").c_str(), S_IRUSR | S_IWUSR), 0);
  std::filesystem::create_symlink("/dev/zero", me_of("device"));
  std::filesystem::create_symlink("me.json", me_of("itself"));
  std::filesystem::create_directories(home / "Scanned" / "folder.app");
  std::ofstream(home / "Scanned" / "deep.app") << objects(150'000);
  std::ofstream(home / "Scanned" / "deep.connector") << nested(400'000);
  ASSERT_EQ(mkfifo((home / "Scanned" / "pipe.app").c_str(), S_IRUSR | S_IWUSR), 0);
  std::filesystem::create_symlink("/dev/zero", home / "Scanned" / "device.app");
  std::ofstream(home / "config.json") << R"({"lockerHost":"127.0.0.1","scannedDirs":["Scanned"]})";
  serve({"--config", (home / "config.json").string()});
  expect_all_is_well();
  EXPECT_EQ(json::parse(client->Get("/map")->body)["installed"].size(), 1u);
  for (const char* name :
       {"Me/deep/me.json is no readable JSON object", "Me/deep-object/me.json is no readable JSON object",
        "Me/huge/me.json is longer than 1 MB", "Me/folder/me.json is no regular file",
        "Me/pipe/me.json is no regular file", "Me/device/me.json is no regular file",
        "Me/itself/me.json cannot be read", "Scanned/deep.app is no readable JSON object",
        "Scanned/deep.connector is no readable JSON object", "Scanned/pipe.app is no regular file",
        "Scanned/device.app is no regular file"})
    EXPECT_THAT(client->Get("/diary?log=1")->body, HasSubstr(name));
}

TEST_F(ServiceDocuments, that_come_while_core_runs_change_nothing_for_others) {
  keep({"calm"});
  serve();
  expect_all_is_well();
  std::filesystem::create_directories(me_of("folder"));
  ASSERT_EQ(mkfifo(me_of("pipe").c_str(), S_IRUSR | S_IWUSR), 0);
  std::filesystem::create_symlink("me.json", me_of("itself"));
  std::ofstream(me_of("deep")) << objects(150'000);
  expect_all_is_well();
  expect_all_is_well();
  const std::string log = client->Get("/diary?log=1")->body;
  for (const char* id : {"folder", "pipe", "itself", "deep"}) {
    const std::string line = std::string("Me/") + id + "/me.json";
    const auto first = log.find(line);
    ASSERT_NE(first, std::string::npos) << id;
    EXPECT_EQ(log.find(line, first + 1), std::string::npos) << id << " is named once";
  }
}

}  // namespace
}  // namespace locker::test
