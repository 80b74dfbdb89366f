// Accounts of two services in one run of the real program.
#include <gmock/gmock.h>
#include <signal.h>

#include <set>

#include "stand_in/control.hpp"
#include "stand_in/stand_in.hpp"
#include "tests/integration/locker_fixture.hpp"

namespace locker::test {
namespace {

using github_stand_in::StandIn;
using ::testing::ElementsAre;

class Accounts : public LockerTest {
 protected:
  void SetUp() override {
    start();
    const std::string token =
        github_stand_in::order(github.service(), "token", github_stand_in::Json::object())["token"];
    ASSERT_EQ(run_locker({"auth", "github", "--token-stdin", "--quiet"}, token).code, 0);
    ASSERT_EQ(sign_in().code, 0);
    ASSERT_EQ(sign_in(json::object(), {"--account", "twitter-work"}).code, 0);
  }
  Variables variables() const {
    Variables all = environment();
    all["LOCKER_GITHUB_API"] = all["LOCKER_GITHUB_WEB"] = github.base();
    return all;
  }
  Outcome run_locker(const Words& words, const std::string& input = {}) const {
    return run(command(words), variables(), input);
  }
  json summary(const Words& options, int code) const {
    Words words{"sync", "--json"};
    words.insert(words.end(), options.begin(), options.end());
    const Outcome outcome = run_locker(words);
    EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
    return summary_of(outcome);
  }
  void hold_github() {
    loopback::Fault fault;
    fault.kind = "hold";
    fault.times = 0;
    github.service().faults.add(fault);
  }
  /// Returns the accounts and their exit codes from the summary.
  static Words ends(const json& summary) {
    Words all;
    for (const auto& account : summary["accounts"])
      all.push_back(account["account"].get<std::string>() + " " +
                    std::to_string(account["exit_code"].get<int>()));
    return all;
  }

  StandIn github;
};

TEST_F(Accounts, are_all_read_and_shown_merged_by_time) {
  const Outcome outcome = run_locker({"sync", "--json"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  for (const auto& line : lines_of(outcome.out)) {
    const json event = json::parse(line);
    EXPECT_TRUE(event["event"] == "summary" || event.contains("account")) << line;
  }
  EXPECT_THAT(ends(summary_of(outcome)), ElementsAre("github 0", "twitter 0", "twitter-work 0"));
  std::set<std::string> seen;
  std::string newer = "9999";
  for (const auto& row : query({"--since", "2000-01-01"})) {
    EXPECT_LE(row["time"].get<std::string>(), newer);
    newer = row["time"];
    seen.insert(row["account"]);
  }
  EXPECT_THAT(seen, ElementsAre("github", "twitter", "twitter-work"));
}

TEST_F(Accounts, of_one_service_do_not_wait_for_those_of_another) {
  hold_github();
  Process process(command({"sync", "--json"}), variables());
  ASSERT_TRUE(github.service().faults.wait_held(60'000));
  // The last stream of the last account of X ends before GitHub has responded.
  EXPECT_TRUE(process.wait_for_output(R"("account":"twitter-work")", std::chrono::seconds(60)));
  process.signal(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 130) << outcome.err;
  EXPECT_EQ(summary_of(outcome)["exit_code"], 130);
  github.remove_faults();
  EXPECT_EQ(summary({}, 0)["exit_code"], 0);
}

TEST_F(Accounts, that_fail_do_not_stop_others_and_each_has_its_own_code) {
  order("fault", {{"match", "/2/users"}, {"kind", "status"}, {"status", 402}, {"body", "{}"}, {"times", 0}});
  const Outcome outcome = run_locker({"sync", "--json"});
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  EXPECT_THAT(ends(summary_of(outcome)), ElementsAre("github 0", "twitter 6", "twitter-work 6"));
  EXPECT_EQ(lines_of(outcome.err).size(), 2u) << outcome.err;
  EXPECT_EQ(run_locker({"sync", "twitter"}).code, 6);
}

TEST_F(Accounts, share_a_cap_in_their_order) {
  const json first = summary({"--max-items", "10"}, 6);
  EXPECT_LE(first["resources"].get<int>(), 10);
  EXPECT_GT(first["accounts"][0]["resources"].get<int>(), 0);
  EXPECT_THAT(ends(first), ElementsAre("github 6", "twitter 6", "twitter-work 6"));
}

TEST_F(Accounts, of_services_without_the_named_stream_are_left_out) {
  EXPECT_THAT(ends(summary({"--only", "likes"}, 0)), ElementsAre("twitter 0", "twitter-work 0"));
  EXPECT_THAT(ends(summary({"--only", "likes,starred"}, 0)),
              ElementsAre("github 0", "twitter 0", "twitter-work 0"));
  const Outcome mistyped = run_locker({"sync", "--only", "starrd"});
  EXPECT_EQ(mistyped.code, 2);
  EXPECT_NE(mistyped.err.find("starred"), std::string::npos) << mistyped.err;
}

TEST_F(Accounts, of_a_free_service_cost_nothing_that_is_talked_about) {
  const Outcome outcome = run_locker({"sync", "github", "-v", "--only", "profile"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err.find('$'), std::string::npos) << outcome.err;
  const Outcome dry = run_locker({"sync", "github", "--dry-run"});
  EXPECT_EQ(dry.out.find('$'), std::string::npos) << dry.out;
  const std::string status = run_locker({"status"}).out;
  const std::string of_github = status.substr(0, status.find("twitter"));
  EXPECT_EQ(of_github.find('$'), std::string::npos) << status;
  EXPECT_NE(of_github.find("free"), std::string::npos) << status;
  const std::string connectors = run_locker({"connectors"}).out;
  EXPECT_EQ(connectors.find("$0.00 "), std::string::npos) << connectors;
  EXPECT_NE(connectors.find("free"), std::string::npos) << connectors;
  EXPECT_EQ(json::parse(run_locker({"status", "--json"}).out)["accounts"][0]["month_cost"], 0.0);
}

}  // namespace
}  // namespace locker::test
