#pragma once

#include <future>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {

/// Returns the running processes that inherited this home from core.
inline std::vector<pid_t> processes_of(const std::filesystem::path& home) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (!std::isdigit(static_cast<unsigned char>(name[0]))) continue;
    std::ifstream file(entry.path() / "environ", std::ios::binary);
    const std::string variables{std::istreambuf_iterator<char>(file), {}};
    if (variables.find("LOCKER_HOME=" + home.string() + '\0') != std::string::npos)
      found.push_back(std::stoi(name));
  }
  return found;
}

/// Returns the kernel's name of a process.
inline std::string name_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

/// A server with services that violate their contract (tests/fixtures/services/misbehaving/misbehaving.py).
class MisbehavingServices : public Serve {
 protected:
  void TearDown() override {
    if (process) end_with(SIGTERM);
  }

  /// Creates a home with a service of that name for each way to start.
  void keep(const Words& starts) {
    std::filesystem::create_directories(home / "Misbehaving");
    std::filesystem::copy(
        std::filesystem::path(fixtures_path()) / "services" / "misbehaving" / "misbehaving.py",
        home / "Misbehaving" / "misbehaving.py", std::filesystem::copy_options::skip_existing);
    for (const auto& start : starts) {
      std::filesystem::create_directories(home / "Me" / start);
      std::ofstream(home / "Me" / start / "me.json") << json{{"id", start},
                                                             {"title", start},
                                                             {"srcdir", "Misbehaving"},
                                                             {"run", "python3 misbehaving.py " + start}};
    }
  }

  /// Ends core by the signal; none of its processes may be left.
  void end_with(int signal) {
    process->signal(signal);
    const int code = process->wait().code;
    EXPECT_EQ(code, signal == SIGKILL ? 128 + SIGKILL : 0);
    EXPECT_TRUE(eventually([&] { return processes_of(home).empty(); })) << processes_of(home).size();
    process.reset();
  }

  /// Returns core's peak memory in KB; 0 under a sanitizer, whose own memory would be counted too.
  long peak_memory() const {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0;
#endif
    std::ifstream status("/proc/" + std::to_string(process->id()) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    return 0;
  }

  loopback::Client another() const {
    loopback::Client one("127.0.0.1", port);
    one.set_default_headers({{"Authorization", "Bearer " + token}});
    one.set_read_timeout(30);
    return one;
  }

  /// Expects responses from `calm` and from core until `under_way` is done.
  template <class Future>
  void expect_calm_while(const Future& under_way) const {
    auto beside = another();
    beside.set_read_timeout(5);
    do {
      const auto answer = beside.Get("/Me/calm/fine");
      ASSERT_TRUE(answer) << httplib::to_string(answer.error());
      EXPECT_EQ(answer->body, "fine");
      const auto own = beside.Get("/map");
      ASSERT_TRUE(own);
      EXPECT_EQ(own->status, 200);
    } while (under_way.wait_for(std::chrono::seconds(0)) != std::future_status::ready);
  }

  void expect_in_diary(const std::string& service, const std::string& what) const {
    bool found = false;
    const auto diary = another().Get("/diary");
    for (const auto& line : lines_of(diary->body)) {
      const json entry = json::parse(line);
      found = found ||
              (entry["service"] == service && entry.value("message", "").find(what) != std::string::npos);
    }
    EXPECT_TRUE(found) << what << " is not in the diary: " << diary->body.substr(0, 4'000);
  }
};

}  // namespace locker::test
