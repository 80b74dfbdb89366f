#pragma once

#include <signal.h>

#include <fstream>
#include <functional>
#include <thread>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {

/// The real program, serving its own home, and a client with its token.
class Serve : public LockerTest {
 protected:
  Serve() { signal(SIGPIPE, SIG_IGN); }  // the server may close the connection first
  void serve(const Words& options = {}) {
    Words words{"serve", "--port", std::to_string(port)};
    words.insert(words.end(), options.begin(), options.end());
    Variables variables = environment();
    if (!names_home) variables.erase("LOCKER_HOME");
    process.emplace(command(words), variables);
    ASSERT_TRUE(process->wait_for_output("listening at"));
    std::ifstream file(home / "token");
    std::getline(file, token);
    ASSERT_FALSE(token.empty());
    client.emplace("127.0.0.1", port);
    client->set_default_headers({{"Authorization", "Bearer " + token}});
    client->set_read_timeout(30);
  }

  void lay_out_as_in_2011() {
    std::filesystem::create_directories(home / "Apps");
    std::filesystem::copy(std::filesystem::path(fixtures_path()) / "services" / "notes",
                          home / "Apps" / "Notes");
    std::filesystem::create_symlink(home / "nowhere", home / "Apps" / "Broken");
    std::filesystem::create_symlink(home / "Apps", home / "Apps" / "Loop");
    std::ofstream(home / "Apps" / "bad.app") << "{";
    std::ofstream(home / "config.json") << R"({"lockerHost":"127.0.0.1","scannedDirs":["Apps"],"me":"Me"})";
  }

  std::string install_notes() {
    const auto answer = client->Post("/core/any/install", R"({"srcdir":"Apps/Notes"})", "application/json");
    EXPECT_EQ(answer->status, 200) << answer->body;
    return json::parse(answer->body)["id"];
  }

  void publish(const std::string& id, const json& object) {
    EXPECT_EQ(client->Post("/Me/" + id + "/publish", object.dump(), "application/json")->body, "OKTHXBI");
  }

  /// Returns the notifications of its listener as soon as there are `least`, or after a timeout.
  json heard_by(const std::string& id, std::size_t least) {
    json heard;
    eventually([&] {
      const auto answer = client->Get("/Me/" + id + "/heard");
      if (answer && answer->status == 200) heard = json::parse(answer->body);
      return heard.size() >= least;
    });
    return heard;
  }

  static bool eventually(const std::function<bool()>& is_so) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < deadline) {
      if (is_so()) return true;
      std::this_thread::yield();
    }
    return false;
  }

  bool names_home = true;  ///< passes LOCKER_HOME to the server
  int port = free_port();
  std::string token;
  std::optional<Process> process;
  std::optional<loopback::Client> client;
};

}  // namespace locker::test
