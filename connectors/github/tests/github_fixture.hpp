#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "stand_in/control.hpp"
#include "stand_in/stand_in.hpp"
#include "tests/integration/program.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::test::github {

using github_stand_in::Json;
using github_stand_in::Settings;
using github_stand_in::StandIn;
using Words = std::vector<std::string>;

/// Five thousand stars take a while in unoptimised builds or on a busy machine.
constexpr std::chrono::seconds kPatience{300};
constexpr int kDone = 0, kPartly = 3, kSignInNeeded = 4, kTemporary = 5;

inline Words lines_of(const std::string& text) {
  std::istringstream stream(text);
  Words lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The real program with its own home, against the stand-in. Waits take no time.
class GitHub : public ::testing::Test {
 protected:
  void start(Settings settings = {}) { service.emplace(settings); }
  void begin(Settings settings = {}) {
    start(settings);
    ASSERT_EQ(sign_in().code, kDone);
    order("counters/reset");
  }
  Outcome sign_in(const Json& token = Json::object()) {
    const std::string given = order("token", token)["token"];
    return locker({"auth", "github", "--token-stdin"}, given + "\n");
  }
  void TearDown() override {
    if (service) {
      EXPECT_THAT(question("counters")["unexpected"].get<Words>(), ::testing::IsEmpty());
    }
  }

  Json order(const std::string& name, const Json& what = Json::object()) {
    return github_stand_in::order(service->service(), name, what);
  }
  Json question(const std::string& name) { return github_stand_in::question(service->service(), name); }
  Words truth(const std::string& stream) { return question("truth/" + stream)["ids"].get<Words>(); }
  std::string own_repository(const std::string& name) {
    for (const auto& [id, repository] : service->service().world.repositories)
      if (repository.name == name) return std::to_string(id);
    throw std::runtime_error("no repository " + name);
  }
  void fault(const std::string& match, int status, loopback::Headers headers = {}, std::int64_t times = 1,
             std::string body = R"({"message":"Not so"})") {
    loopback::Fault made;
    made.match = match;
    made.status = status;
    made.headers = std::move(headers);
    made.times = times;
    made.body = std::move(body);
    service->service().faults.add(made);
  }
  void hold(const std::string& match, long after = 0) {
    loopback::Fault hold;
    hold.after = after;
    hold.kind = "hold";
    hold.match = match;
    hold.times = 0;
    service->service().faults.add(hold);
  }

  Variables environment() const {
    return {{"PATH", (folder.path() / "bin").string() + ":/usr/bin:/bin"},
            {"HOME", folder.path().string()},
            {"LOCKER_HOME", (folder.path() / "home").string()},
            {"TZ", "UTC"},
            {"BROWSER", "/bin/true"},
            {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"},
            {"LD_PRELOAD", test::quick_clock_path()},
            {"LOCKER_WAITS", (folder.path() / "waits").string()},
            {"LOCKER_GITHUB_API", service->base() + service->service().settings.api_path},
            {"LOCKER_GITHUB_WEB", service->base()}};
  }
  Outcome locker(const Words& arguments, const std::string& input = {}) const {
    Words words{program_path()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return Process(words, environment(), input).wait(kPatience);
  }
  Outcome sync(const Words& arguments = {}, int code = kDone) const {
    Words words{"sync", "github"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
    return outcome;
  }
  Json summary(const Words& arguments = {}, int code = kDone) const {
    Words words{"--json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Words lines = lines_of(sync(words, code).out);
    if (lines.empty()) throw std::runtime_error("no summary");
    return Json::parse(lines.back());
  }
  Json query(const Words& arguments) const {
    Words words{"query", "--format", "json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, kDone) << outcome.err;
    return Json::parse(outcome.out);
  }
  Words members(const std::string& stream) const {
    std::set<std::string> ids;
    for (const auto& row : query({"--stream", stream})) ids.insert(row["id"].get<std::string>());
    return {ids.begin(), ids.end()};
  }
  void expect_all_of(const std::string& stream) {
    Words expected = truth(stream);
    std::ranges::sort(expected);
    EXPECT_EQ(members(stream), expected) << stream;
  }
  Words actions_of(const std::string& id) const {
    const Outcome outcome = locker({"history", "--after", "0", "--format", "json"});
    Words actions;
    for (const auto& change : Json::parse(outcome.out))
      if (change["id"] == id) actions.push_back(change["action"]);
    return actions;
  }
  std::vector<long> waits() const {
    std::vector<long> all;
    for (const auto& line : lines_of(text_of(folder.path() / "waits"))) all.push_back(std::stol(line));
    std::filesystem::remove(folder.path() / "waits");
    return all;
  }

  TemporaryFolder folder;
  std::optional<StandIn> service;
};

}  // namespace locker::test::github
