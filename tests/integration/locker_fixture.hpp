#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "sandbox/server.hpp"
#include "tests/integration/free_port.hpp"
#include "tests/integration/program.hpp"
#include "tests/loopback/client.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::test {

using nlohmann::json;
using Words = std::vector<std::string>;

/// The real program with its own home, and a stand-in for X in this process.
class LockerTest : public ::testing::Test {
 protected:
  LockerTest() : home(folder.path() / "home") {}
  ~LockerTest() override { control.reset(); }

  void start(sandbox::Settings settings = {}) {
    control.reset();
    server.emplace(std::move(settings));
    control.emplace("127.0.0.1", server->port());
    control->set_read_timeout(2 * kPatience);
  }

  /// The longest time that the program may take to send a request, since the machine may be busy.
  static constexpr std::chrono::seconds kPatience{60};

  json order(const std::string& name, const json& body = json::object()) {
    const auto result = control->Post("/_control/" + name, body.dump(), "application/json");
    if (result->status != 200) throw std::runtime_error("order " + name + ": " + result->body);
    return json::parse(result->body);
  }
  json question(const std::string& name) { return json::parse(control->Get("/_control/" + name)->body); }
  /// Waits until a request of the program hangs (command "fault"); false if none does.
  bool a_request_hangs() {
    const std::chrono::milliseconds most = kPatience;
    return question("holding?wait_ms=" + std::to_string(most.count()))["holding"] == 1;
  }
  void remove_faults() { (void)control->Delete("/_control/faults"); }
  int requests() { return question("counters")["requests"]["total"]; }
  Words truth(const std::string& stream) { return question("truth/" + stream)["ids"]; }
  /// The same with the ids of the archive, which identifies an edited post by the first id of its chain.
  Words truth_by_chain(const std::string& stream) {
    Words ids = truth(stream);
    for (auto& id : ids) {
      const json post = question("object/tweets/" + id);
      id = post.value("edit_history_tweet_ids", json::array({id})).front();
    }
    return ids;
  }

  Variables environment() const {
    return {
        {"PATH", "/usr/bin:/bin"},
        {"HOME", folder.path().string()},
        {"LOCKER_HOME", home.string()},
        {"TZ", "UTC"},
        {"BROWSER", "/bin/true"},
        {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"},
        {"LOCKER_TWITTER_API", server ? server->base() : "http://127.0.0.1:1"},
        {"LOCKER_TWITTER_AUTHORIZE", server ? server->base() + "/i/oauth2/authorize" : "http://127.0.0.1:1"}};
  }
  static Words command(const Words& arguments) {
    Words words{program_path()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
  }
  Outcome locker(const Words& arguments, const Variables& further = {}, const std::string& input = {}) const {
    Variables variables = environment();
    for (const auto& [name, value] : further) variables[name] = value;
    return run(command(arguments), variables, input);
  }

  /// Signs in with a token issued by the control API.
  Outcome sign_in(const json& token_order = json::object(), const Words& options = {}) {
    Words words{"auth", "twitter", "--token-stdin", "--client-id", "sandbox-client", "--quiet"};
    words.insert(words.end(), options.begin(), options.end());
    return locker(words, {}, order("token", token_order).dump());
  }

  /// Runs `sync --json`, expects exit code `code`, and returns the summary.
  json sync(const Words& arguments = {}, int code = 0) {
    Words words{"sync", "twitter", "--json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
    return summary_of(outcome);
  }
  static json summary_of(const Outcome& outcome) {
    const auto lines = lines_of(outcome.out);
    if (lines.empty()) throw std::runtime_error("no summary: " + outcome.err);
    return json::parse(lines.back());
  }
  static Words lines_of(const std::string& text) {
    std::istringstream stream(text);
    Words lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  /// Returns the current members of a stream in display order.
  Words members(const std::string& stream) const {
    Words ids;
    for (const auto& row : query({"--stream", stream})) ids.push_back(row["id"]);
    return ids;
  }
  json query(const Words& arguments) const {
    Words words{"query", "--format", "json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out);
  }
  json history(const Words& arguments) const {
    Words words{"history", "--format", "json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(outcome.out);
  }
  std::string dump() const {
    const Outcome outcome = locker({"__dump"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome.out;
  }

  static std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  std::filesystem::path auth_file(const std::string& account = "twitter") const {
    return home / "Me" / account / "auth.json";
  }

  TemporaryFolder folder;
  std::filesystem::path home;
  std::optional<sandbox::Server> server;
  std::optional<loopback::Client> control;
};

}  // namespace locker::test
