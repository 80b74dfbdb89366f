// The same under `locker serve`.
#include <signal.h>

#include <algorithm>
#include <fstream>

#include "tests/conformance/suite.hpp"
#include "tests/integration/free_port.hpp"
#include "tests/loopback/client.hpp"

namespace locker::conformance {
namespace {

class Served : public Suite {
 protected:
  void serve() {
    const int port = test::free_port();
    Variables variables = environment();
    variables.erase("LD_PRELOAD");  // the schedule of days to come is not to be run now
    core.emplace(command({"serve", "--port", std::to_string(port)}), variables);
    ASSERT_TRUE(core->wait_for_output("listening at"));
    const Words token = lines_of(text_of(home / "token"));
    ASSERT_FALSE(token.empty());
    client.emplace("127.0.0.1", port);
    client->set_default_headers({{"Authorization", "Bearer " + token.front()}});
    client->set_read_timeout(60);
  }
  void stop() {
    core->signal(SIGTERM);
    EXPECT_EQ(core->wait().code, kDone);
  }

  /// Who synced first decides the order of changes; what there is must be the same.
  static Words sorted_lines(const std::string& text) {
    Words lines = lines_of(text);
    std::ranges::sort(lines);
    return lines;
  }

  std::optional<test::Process> core;
  std::optional<loopback::Client> client;
};
LOCKER_OVER_EVERY_CONNECTOR(Served);

TEST_P(Served, stores_what_the_command_line_does) {
  begin();
  keep_as_beginning();
  sync();
  const Words expected = sorted_lines(dump());
  back_to_the_beginning();
  serve();
  for (const auto& stream : facts().streams) {
    if (!stream.on_by_default) continue;
    const auto answer = client->Get("/Me/" + id() + "/" + stream.name);
    ASSERT_TRUE(answer) << stream.name;
    EXPECT_EQ(answer->status, 200) << stream.name << ": " << answer->body;
  }
  for (const auto& stream : facts().streams)
    EXPECT_EQ(client->Get("/Me/" + id() + "/current/" + stream.name)->status, 200) << stream.name;
  stop();
  EXPECT_EQ(sorted_lines(dump()), expected);
}

}  // namespace
}  // namespace locker::conformance
