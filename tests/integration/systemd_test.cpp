#include <gmock/gmock.h>
#include <sys/un.h>

#include <regex>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Starting and stopping by systemd and by signals.
namespace locker::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Units : public LockerTest {
 protected:
  /// Returns the installed unit, with the path of the built program.
  std::filesystem::path unit(const std::string& name) const {
    const std::string text = text_of(std::filesystem::path(units_path()) / (name + ".in"));
    const auto bin = std::filesystem::path(program_path()).parent_path().string();
    std::ofstream(folder.path() / name)
        << std::regex_replace(text, std::regex("@CMAKE_INSTALL_FULL_BINDIR@"), bin);
    return folder.path() / name;
  }
  Outcome verify(const Words& words) const {
    Words line{"systemd-analyze", "verify", "--man=no"};
    line.insert(line.end(), words.begin(), words.end());
    auto variables = environment();
    variables["XDG_RUNTIME_DIR"] = folder.path().string();
    return run(line, variables);
  }
};

TEST_F(Units, are_understood_by_systemd_without_a_word) {
  unit("locker.service");
  for (const Words& words :
       {Words{"--user", unit("locker.service").string()}, Words{"--user", unit("locker.socket").string()},
        Words{unit("locker@.service").string()}}) {
    const Outcome outcome = verify(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out + outcome.err, "");
  }
}

TEST_F(Units, let_it_write_to_its_home_alone) {
  for (const char* name : {"locker.service.in", "locker@.service.in"}) {
    const std::string text = text_of(std::filesystem::path(units_path()) / name);
    for (const char* line :
         {"Type=notify\n", "NoNewPrivileges=yes\n", "PrivateTmp=yes\n", "ProtectSystem=strict\n"})
      EXPECT_THAT(text, HasSubstr(line)) << name;
  }
}

/// The socket that systemd passes to services for notifications.
class NotifySocket {
 public:
  explicit NotifySocket(const std::filesystem::path& path)
      : socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{30, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
      throw std::runtime_error("no socket to report to");
  }
  ~NotifySocket() { close(socket_); }
  std::string next() const {
    char text[256];
    const ssize_t got = recv(socket_, text, sizeof(text), 0);
    return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : "nothing";
  }

 private:
  int socket_;
};

/// Connects to the socket, which starts its service.
void touch_socket(const std::string& path) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  EXPECT_EQ(connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  close(socket);
}

class Stops : public MisbehavingServices {
 protected:
  /// Sends a request with a path that takes long.
  std::future<int> busy_with(const std::string& path) {
    return std::async(std::launch::async, [this, path] {
      const auto answer = another().Get("/Me/misbehaving" + path);
      return answer ? answer->status : 0;
    });
  }
  bool eventually_runs(const std::string& id) {
    return eventually(
        [&] { return json::parse(client->Get("/map")->body)["installed"][id].contains("port"); });
  }
};

TEST_F(Stops, reports_when_it_is_ready_and_when_it_stops) {
  const NotifySocket systemd(folder.path() / "notify");
  auto variables = environment();
  variables["NOTIFY_SOCKET"] = (folder.path() / "notify").string();
  Process serving(command({"serve", "--port", std::to_string(port)}), variables);
  EXPECT_EQ(systemd.next(), "READY=1");
  EXPECT_NO_THROW(RawClient{port}) << "it listens by then";
  serving.signal(SIGTERM);
  EXPECT_EQ(systemd.next(), "STOPPING=1");
  EXPECT_EQ(serving.wait().code, 0);
}

TEST_F(Stops, takes_over_a_socket_that_listens_already) {
  Process serving({"systemd-socket-activate", "--listen=127.0.0.1:" + std::to_string(port),
                   "--setenv=LOCKER_HOME=" + home.string(), "--setenv=HOME=" + folder.path().string(),
                   program_path(), "serve"},
                  environment());
  ASSERT_TRUE(serving.wait_for_output("Listening on"));
  loopback::Client stranger("127.0.0.1", port);
  stranger.set_read_timeout(30);
  const auto answer = stranger.Get("/map");
  ASSERT_TRUE(answer) << httplib::to_string(answer.error());
  EXPECT_EQ(answer->status, 401);
  serving.signal(SIGTERM);
  EXPECT_EQ(serving.wait().code, 0);
}

/// A server that systemd starts when somebody connects to its socket.
class PassedSockets : public Stops {
 protected:
  Words started_by(const Words& sockets, const Words& options = {}) const {
    Words words{"systemd-socket-activate"};
    for (const auto& address : sockets) words.push_back("--listen=" + address);
    for (const auto& word :
         {"--setenv=LOCKER_HOME=" + home.string(), "--setenv=HOME=" + folder.path().string(),
          std::string(program_path()), std::string("serve")})
      words.push_back(word);
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }
  std::string at(const std::string& host) const { return host + ":" + std::to_string(port); }
  /// Expects the base address of a server with a socket at that address.
  void expect_base(const std::string& address, const Words& options, const std::string& base) {
    const bool is_ipv6 = address.find(':') != std::string::npos;
    Process serving(started_by({at(is_ipv6 ? "[" + address + "]" : address)}, options), environment());
    ASSERT_TRUE(serving.wait_for_output("Listening on"));
    loopback::Client stranger(address == "0.0.0.0" ? "127.0.0.1" : address, port);
    stranger.set_read_timeout(30);
    ASSERT_TRUE(stranger.Get("/map")) << address;
    EXPECT_TRUE(serving.wait_for_output("listening at http://" + at(base) + "/")) << address;
    serving.signal(SIGTERM);
    EXPECT_EQ(serving.wait().code, 0);
  }
};

TEST_F(PassedSockets, are_named_by_their_own_address) {
  expect_base("127.0.0.2", {}, "127.0.0.2");
  expect_base("0.0.0.0", {}, "127.0.0.1");
  expect_base("127.0.0.1", {"--host", "localhost"}, "127.0.0.1");
  expect_base("0.0.0.0", {"--host", "locker.example"}, "locker.example");
}

TEST_F(PassedSockets, at_the_second_loopback_address_are_named_by_it) {
  if (!has_second_loopback()) GTEST_SKIP() << "this machine has no ::1";
  expect_base("::1", {}, "[::1]");
  expect_base("::1", {"--host", "127.0.0.1"}, "[::1]");
}

TEST_F(PassedSockets, that_others_see_are_not_open_to_all_whatever_the_host_is_called) {
  std::filesystem::create_directories(home);
  std::ofstream(home / "config.json") << R"({"lockerHost":"localhost"})";
  for (const Words& options : {Words{}, Words{"--host", "localhost"}, Words{"--host", "127.0.0.1"},
                               Words{"--config", (home / "config.json").string()}}) {
    Words words{"--no-auth"};
    words.insert(words.end(), options.begin(), options.end());
    Process serving(started_by({at("0.0.0.0")}, words), environment());
    ASSERT_TRUE(serving.wait_for_output("Listening on"));
    (void)RawClient(port);
    const Outcome refused = serving.wait();
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, testing::AllOf(HasSubstr("--no-auth"), HasSubstr("0.0.0.0 is seen by others")));
    EXPECT_FALSE(std::filesystem::exists(home / "token"));
  }
}

TEST_F(PassedSockets, of_this_machine_alone_may_be_open_to_all_on_it) {
  expect_base("127.0.0.1", {"--no-auth"}, "127.0.0.1");
}

TEST_F(Stops, refuses_sockets_that_it_would_not_listen_at) {
  const std::string path = (folder.path() / "socket").string(), two = std::to_string(free_port());
  for (const Words& listen : {Words{"--listen=" + path}, Words{"--listen=127.0.0.1:" + std::to_string(port),
                                                               "--listen=127.0.0.1:" + two}}) {
    Words words{"systemd-socket-activate"};
    words.insert(words.end(), listen.begin(), listen.end());
    const Words then{"--setenv=LOCKER_HOME=" + home.string(), "--setenv=HOME=" + folder.path().string(),
                     program_path(), "serve"};
    words.insert(words.end(), then.begin(), then.end());
    Process serving(words, environment());
    ASSERT_TRUE(serving.wait_for_output("Listening on"));
    if (listen.size() == 2)
      (void)RawClient(port);
    else
      touch_socket(path);
    const Outcome refused = serving.wait();
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(home / "token"));
  }
}

TEST_F(Stops, lets_a_request_under_way_end_and_takes_no_other) {
  keep({"misbehaving"});
  serve();
  ASSERT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
  auto slow = busy_with("/slow");
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(home / "Me" / "misbehaving" / "slow"); }));
  process->signal(SIGTERM);
  EXPECT_EQ(slow.get(), 200);
  EXPECT_EQ(process->wait().code, 0);
  process.reset();
}

TEST_F(Stops, gives_a_request_that_does_not_end_some_seconds_and_then_an_answer) {
  keep({"misbehaving", "never-ready"});
  serve({"--start-timeout", "5m"});
  ASSERT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
  auto mute = busy_with("/silent");
  auto held = std::async(std::launch::async, [this] {
    const auto answer = another().Get("/Me/never-ready/fine");
    return answer ? answer->status : 0;
  });
  ASSERT_TRUE(eventually([&] { return processes_of(home).size() >= 4; }));
  end_with(SIGINT);  // within the grace period, which is shorter than the start timeout
  EXPECT_EQ(mute.get(), 503) << "as it is told, not cut off";
  EXPECT_EQ(held.get(), 503);
}

TEST_F(Stops, at_once_at_a_second_signal) {
  keep({"misbehaving"});
  serve();
  ASSERT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
  auto mute = busy_with("/silent");
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(home / "Me" / "misbehaving" / "silent"); }));
  process->signal(SIGTERM);
  ASSERT_TRUE(eventually([&] {
    // After the first signal, new connections are refused.
    try {
      const RawClient late(port);
      return late.read().empty();
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  process->signal(SIGTERM);
  EXPECT_EQ(process->wait().code, 130);
  process.reset();
  EXPECT_TRUE(eventually([&] { return processes_of(home).empty(); })) << "nothing is left all the same";
  (void)mute.get();
}

}  // namespace
}  // namespace locker::test
