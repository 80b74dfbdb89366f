#include "tests/unit/cli/cli_fixture.hpp"

/// Libraries that read-only commands must not load: that would take several times as long as their own work.
namespace locker::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Maps : public test::CliFixture {
 protected:
  Maps() {
    environment["LD_PRELOAD"] = LOCKER_MAPS_AT_EXIT;
    environment["LOCKER_TEST_MAPS"] = (folder.path() / "maps").string();
    environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
  }

  /// Returns the program's memory map at its end.
  std::string maps_of(const std::vector<std::string>& words) {
    std::filesystem::remove(folder.path() / "maps");
    locker(words);
    return test::text_of(folder.path() / "maps");
  }
};

TEST_F(Maps, of_commands_that_read_hold_no_client_no_crypto_no_server_no_parser) {
  make_locker();
  const std::vector<std::vector<std::string>> commands{{"query", "post", "--format", "jsonl"},
                                                       {"query", "--sql", "SELECT count(*) FROM records"},
                                                       {"history", "--diff"},
                                                       {"status"},
                                                       {"connectors"},
                                                       {"__complete", "query", "--stream", ""},
                                                       {"--help"}};
  for (const auto& command : commands) {
    const std::string maps = maps_of(command);
    EXPECT_THAT(maps, HasSubstr("/bin/locker")) << command.front();
    for (const char* library :
         {"libcurl", "libcrypto", "libssl", "httplib", "simdjson", "locker-writer", "libnghttp2", "libzstd"})
      EXPECT_THAT(maps, Not(HasSubstr(library))) << command.front();
  }
}

TEST_F(Maps, of_commands_of_the_module_hold_them) {
  make_locker();
  const std::string maps = maps_of({"verify"});
  EXPECT_THAT(maps, HasSubstr("locker-writer.so"));
  EXPECT_THAT(maps, HasSubstr("libcurl"));
  EXPECT_THAT(maps, HasSubstr("libcrypto"));
}

}  // namespace
}  // namespace locker::cli
