#include <array>
#include <ctime>
#include <deque>
#include <mutex>
#include <thread>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {
namespace {

namespace fs = std::filesystem;

/// The parts of GitHub that a sign-in needs. Responses of the token endpoint are scripted; the last one is
/// repeated.
class SignInService {
 public:
  SignInService() {
    server_.Post("/login/device/code", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard guard(mutex_);
      device_requests.push_back(request.body);
      response.set_content(R"({"device_code":"device-secret","user_code":"WDJB-MJHT","expires_in":900,)"
                           R"("interval":1,"verification_uri":")" +
                               base() + "/login/device\"}",
                           "application/json");
    });
    server_.Post("/login/oauth/access_token",
                 [this](const httplib::Request& request, httplib::Response& response) {
                   const std::lock_guard guard(mutex_);
                   token_requests.push_back(request.body);
                   response.set_content(token_answers.front(), "application/json");
                   if (token_answers.size() > 1) token_answers.pop_front();
                 });
    server_.Get("/user", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard guard(mutex_);
      const auto known = scopes.find(request.get_header_value("Authorization"));
      if (known == scopes.end()) return void(response.status = 401);
      if (known->second) response.set_header("X-OAuth-Scopes", *known->second);
      if (!token_end.empty()) response.set_header("github-authentication-token-expiration", token_end);
      response.set_content(R"({"login":"monalisa","id":18,"type":"User"})", "application/json");
    });
    server_.Delete("/applications/client-1/token",
                   [this](const httplib::Request& request, httplib::Response& response) {
                     const std::lock_guard guard(mutex_);
                     revocations.push_back(request.get_header_value("X-GitHub-Api-Version") + " " +
                                           request.get_header_value("Authorization") + " " + request.body);
                     response.status = 204;
                   });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();  // a stop before this would be lost
  }
  ~SignInService() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] std::string base() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// Called between a run of the program and the test's own access, so that the threads see each other's
  /// writes.
  void settle() const { const std::lock_guard guard(mutex_); }

  std::deque<std::string> token_answers{R"({"error":"authorization_pending"})"};
  std::map<std::string, std::optional<std::string>> scopes;  ///< by Authorization; none: not reported
  std::string token_end;                                     ///< as spelled by GitHub; empty: none
  std::vector<std::string> device_requests, token_requests, revocations;

 private:
  httplib::Server server_;
  mutable std::mutex mutex_;
  int port_ = 0;
  std::thread thread_;
};

class GithubSignIn : public LockerTest {
 protected:
  Outcome auth(const Words& more = {}, const Variables& variables = {}, const std::string& input = {}) {
    Words words{"auth", "github"};
    words.insert(words.end(), more.begin(), more.end());
    Variables all{{"LOCKER_GITHUB_API", service.base()}, {"LOCKER_GITHUB_WEB", service.base()}};
    for (const auto& [name, value] : variables) all[name] = value;
    return asked(words, all, input);
  }
  Outcome account(const std::string& command) {
    return asked({"auth", command, "github"},
                 {{"LOCKER_GITHUB_API", service.base()}, {"LOCKER_GITHUB_WEB", service.base()}});
  }
  Outcome sync_profile(const Words& further = {}) {
    Words words{"sync", "github", "--only", "profile"};
    words.insert(words.end(), further.begin(), further.end());
    return asked(words, {{"LOCKER_GITHUB_API", service.base()}});
  }
  Outcome asked(const Words& words, const Variables& variables, const std::string& input = {}) {
    service.settle();
    Outcome outcome = locker(words, variables, input);
    service.settle();
    return outcome;
  }
  json status() { return json::parse(locker({"auth", "status", "--json"}).out)["accounts"][0]; }
  json stored() const { return json::parse(text_of(auth_file("github"))); }
  fs::path write(const fs::path& file, const std::string& text, fs::perms mode = fs::perms::owner_all) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
    fs::permissions(file, mode);
    return file;
  }
  static std::string in_three_days() {
    const std::time_t then = std::time(nullptr) + 3 * 86'400;
    std::array<char, 32> text{};
    std::tm parts{};
    const auto length =
        std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", gmtime_r(&then, &parts));
    return {text.data(), length};
  }
  static bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  }

  SignInService service;
};

TEST_F(GithubSignIn, shows_a_code_opens_its_page_and_waits_until_it_was_entered) {
  service.token_answers = {R"({"error":"authorization_pending"})",
                           R"({"access_token":"gho_1","token_type":"bearer","scope":"repo,gist"})"};
  service.scopes["Bearer gho_1"] = "repo, gist, read:org, notifications, read:user";
  const auto seen = folder.path() / "seen";
  const auto browser = write(folder.path() / "browser", "#!/bin/sh\necho \"$1\" > '" + seen.string() + "'\n");
  const Outcome outcome = auth({"--client-id", "client-1"}, {{"BROWSER", browser.string()}});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "WDJB-MJHT at " + service.base() + "/login/device")) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "signed in as @monalisa (account github)")) << outcome.err;
  EXPECT_FALSE(says(outcome.err, "$")) << outcome.err;
  EXPECT_FALSE(says(outcome.err, "warning")) << outcome.err;
  EXPECT_EQ(text_of(seen), service.base() + "/login/device\n");
  EXPECT_TRUE(says(service.device_requests.at(0), "client_id=client-1&scope=read%3Auser"));
  EXPECT_EQ(service.token_requests.size(), 2u);
  EXPECT_EQ(stored()["access_token"], "gho_1");
  EXPECT_EQ(stored()["scopes"].size(), 5u);
  EXPECT_EQ(stored()["user_id"], "18");
  EXPECT_FALSE(says(outcome.err + outcome.out, "gho_1"));
}

TEST_F(GithubSignIn, says_that_access_was_denied) {
  service.token_answers = {R"({"error":"access_denied","error_description":"The user has denied access"})"};
  const Outcome outcome = auth({"--client-id", "client-1", "--no-browser"});
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "denied")) << outcome.err;
  EXPECT_FALSE(fs::exists(auth_file("github")));
}

TEST_F(GithubSignIn, explains_how_to_make_an_app_and_what_is_asked_for_without_a_word_of_money) {
  const Outcome outcome = auth();
  EXPECT_EQ(outcome.code, 2);
  const Words parts{service.base() + "/settings/applications/new",
                    "Enable Device Flow",
                    "--client-id",
                    "--token-stdin",
                    "--from-gh",
                    "no narrower scope"};
  for (const auto& part : parts) EXPECT_TRUE(says(outcome.err, part)) << part << "\n" << outcome.err;
  EXPECT_FALSE(says(outcome.err, "$")) << outcome.err;
  EXPECT_FALSE(says(outcome.err, "{web}")) << outcome.err;
}

TEST_F(GithubSignIn, learns_what_a_classic_token_may_read_and_says_what_it_may_not) {
  service.scopes["Bearer ghp_1"] = "public_repo";
  const Outcome outcome = auth({"--token-stdin"}, {}, "ghp_1\n");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "did not grant")) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "tells less of")) << outcome.err;
  EXPECT_EQ(status()["scopes"], json({"public_repo"}));
  EXPECT_EQ(status()["origin"], "pasted");
}

TEST_F(GithubSignIn, takes_a_classic_token_without_scopes_for_one_that_may_read_what_is_public) {
  service.scopes["Bearer ghp_1"] = "";
  const Outcome outcome = auth({"--token-stdin"}, {}, "ghp_1\n");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "did not grant")) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "notifications")) << outcome.err;
  EXPECT_EQ(stored()["scopes"], json::array());
}

TEST_F(GithubSignIn, takes_a_fine_grained_token_of_which_nothing_is_told) {
  service.scopes["Bearer github_pat_1"] = std::nullopt;
  const Outcome outcome = auth({"--token-stdin"}, {}, "github_pat_1");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_FALSE(says(outcome.err, "warning")) << outcome.err;
  EXPECT_EQ(status()["scopes"], json::array());
  EXPECT_EQ(auth({"--streams", "profile,starred"}).code, 0);
  EXPECT_EQ(auth({"--token-stdin", "--account", "github-2"}, {}, "ghp_unknown").code, 4);
}

TEST_F(GithubSignIn, takes_a_token_out_of_what_editors_and_shells_put_around_it) {
  service.scopes["Bearer ghp_1"] = "repo";
  for (const char* pasted : {"\xEF\xBB\xBFghp_1\r\n", "  \"ghp_1\"\n", "'ghp_1'", "\n\tghp_1 \n\n"}) {
    EXPECT_EQ(auth({"--token-stdin"}, {}, pasted).code, 0) << pasted;
    EXPECT_EQ(stored()["access_token"], "ghp_1");
    EXPECT_EQ(account("logout").code, 0);
  }
}

TEST_F(GithubSignIn, refuses_what_is_no_token_without_showing_it) {
  for (const char* pasted :
       {"ghp_1 ghp_2", "token ghp_1", "ghp_1\x01", "ghp_1\nghp_2", "ghp_\xC3\xA9", "\xFF\xFEg\x01h\x01"}) {
    const Outcome outcome = auth({"--token-stdin"}, {}, pasted);
    EXPECT_EQ(outcome.code, 2) << pasted << outcome.err;
    EXPECT_TRUE(says(outcome.err, "within it")) << outcome.err;
    EXPECT_FALSE(says(outcome.err, "ghp_")) << outcome.err;
  }
}

TEST_F(GithubSignIn, says_when_a_token_ends_and_warns_before) {
  service.scopes["Bearer github_pat_1"] = std::nullopt;
  service.token_end = "2099-12-24 18:00:00 UTC";
  ASSERT_EQ(auth({"--token-stdin"}, {}, "github_pat_1").code, 0);
  EXPECT_EQ(status()["expires"], "2099-12-24T18:00:00Z");
  EXPECT_FALSE(says(locker({"auth", "status"}).out, "until it is revoked"));
  EXPECT_FALSE(says(locker({"doctor"}).out, "ends on"));

  service.token_end = in_three_days();
  ASSERT_EQ(auth({"--token-stdin"}, {}, "github_pat_1").code, 0);
  EXPECT_TRUE(says(locker({"doctor"}).out, "ends on"));
}

TEST_F(GithubSignIn, learns_with_each_sync_when_a_token_ends_and_warns_before) {
  service.scopes["Bearer github_pat_1"] = std::nullopt;
  ASSERT_EQ(auth({"--token-stdin"}, {}, "github_pat_1").code, 0);
  EXPECT_TRUE(status()["expires"].is_null());
  service.token_end = "2099-12-24 18:00:00 UTC";
  EXPECT_EQ(sync_profile().code, 0);
  EXPECT_EQ(status()["expires"], "2099-12-24T18:00:00Z");
  EXPECT_FALSE(says(locker({"auth", "status"}).out, "ends soon"));

  service.token_end = in_three_days();
  const Outcome told = sync_profile({"-v"});
  EXPECT_EQ(told.code, 0);
  EXPECT_TRUE(says(told.err, "the token ends on")) << told.err;
  EXPECT_TRUE(says(told.err, "locker auth github")) << told.err;
  EXPECT_EQ(sync_profile().err, "") << "cron hears of it by the doctor";
  EXPECT_TRUE(says(locker({"auth", "status"}).out, "ends soon: run \"locker auth github\""));
  EXPECT_TRUE(status()["ends_soon"].get<bool>());
}

TEST_F(GithubSignIn, takes_the_token_of_gh_only_when_told_and_never_ends_it) {
  service.scopes["Bearer gho_of_gh"] = "gist, read:org, repo";
  const auto gh = write(folder.path() / "bin/gh",
                        "#!/bin/sh\ntest \"$*\" = 'auth token --hostname 127.0.0.1' && echo gho_of_gh\n");
  const std::string path = gh.parent_path().string() + ":/usr/bin:/bin";
  EXPECT_EQ(auth({"--no-browser"}, {{"PATH", path}}).code, 2);
  const Outcome outcome = auth({"--from-gh"}, {{"PATH", path}});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(stored()["access_token"], "gho_of_gh");
  EXPECT_EQ(stored()["origin"], "borrowed");
  const Outcome logout = account("logout");
  EXPECT_EQ(logout.code, 0) << logout.err;
  EXPECT_TRUE(says(logout.err, "gh still has the token")) << logout.err;
  EXPECT_TRUE(service.revocations.empty());
}

TEST_F(GithubSignIn, asks_nobody_for_a_token_where_only_the_address_of_another_api_is_known) {
  const auto seen = folder.path() / "seen";
  const auto gh = write(folder.path() / "bin/gh",
                        "#!/bin/sh\necho \"$*\" > '" + seen.string() + "'\necho gho_of_github\n");
  const Variables api{{"LOCKER_GITHUB_API", service.base()},
                      {"PATH", gh.parent_path().string() + ":/usr/bin:/bin"}};
  for (const Words& words : {Words{"--from-gh"}, Words{"--client-id", "client-1", "--no-browser"}, Words{}}) {
    Words all{"auth", "github"};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = asked(all, api);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    EXPECT_TRUE(says(outcome.err, "LOCKER_GITHUB_WEB")) << outcome.err;
    EXPECT_FALSE(says(outcome.err, "github.com")) << outcome.err;
  }
  EXPECT_FALSE(fs::exists(seen));
  EXPECT_FALSE(fs::exists(auth_file("github")));
  service.scopes["Bearer ghp_1"] = "repo";
  EXPECT_EQ(asked({"auth", "github", "--token-stdin"}, api, "ghp_1").code, 0);
}

TEST_F(GithubSignIn, spends_no_refresh_token_where_only_the_address_of_another_api_is_known) {
  service.token_answers = {
      R"({"access_token":"ghu_1","expires_in":28800,"refresh_token":"ghr_1","scope":"","token_type":"bearer"})"};
  service.scopes["Bearer ghu_1"] = std::nullopt;
  ASSERT_EQ(auth({"--client-id", "client-1", "--no-browser"}).code, 0);
  const auto sent = service.token_requests.size();
  const Outcome outcome = asked({"auth", "refresh", "github"}, {{"LOCKER_GITHUB_API", service.base()}});
  EXPECT_EQ(outcome.code, 2) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "LOCKER_GITHUB_WEB")) << outcome.err;
  EXPECT_EQ(service.token_requests.size(), sent);
  EXPECT_EQ(stored()["refresh_token"], "ghr_1");
}

TEST_F(GithubSignIn, takes_the_token_of_gh_from_its_file) {
  service.scopes["Bearer gho_of_file"] = "repo";
  write(folder.path() / ".config/gh/hosts.yml", "127.0.0.1:\n    oauth_token: gho_of_file\n");
  const Outcome outcome = auth({"--from-gh"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(stored()["access_token"], "gho_of_file");
  fs::remove_all(folder.path() / ".config");
  EXPECT_EQ(auth({"--from-gh", "--account", "github-2"}).code, 4);
}

TEST_F(GithubSignIn, revokes_with_the_apps_secret_and_else_says_what_to_do_by_hand) {
  service.token_answers = {R"({"access_token":"gho_1","token_type":"bearer","scope":"repo"})"};
  service.scopes["Bearer gho_1"] = "repo";
  ASSERT_EQ(auth({"--client-id", "client-1", "--no-browser"}).code, 0);
  const Outcome by_hand = account("logout");
  EXPECT_EQ(by_hand.code, 0) << by_hand.err;
  EXPECT_TRUE(says(by_hand.err, service.base() + "/settings/applications")) << by_hand.err;

  const auto secret = write(folder.path() / "secret", "app-secret\n", fs::perms::owner_read);
  ASSERT_EQ(auth({"--client-secret-file", secret.string(), "--no-browser"}).code, 0);
  EXPECT_EQ(service.token_requests.back().find("app-secret"), std::string::npos);
  EXPECT_EQ(account("logout").code, 0);
  ASSERT_EQ(service.revocations.size(), 1u);
  EXPECT_EQ(service.revocations.front(),
            R"(2022-11-28 Basic Y2xpZW50LTE6YXBwLXNlY3JldA== {"access_token":"gho_1"})");
  EXPECT_FALSE(fs::exists(auth_file("github")));
}

TEST_F(GithubSignIn, needs_no_refresh_for_a_token_that_lasts) {
  service.scopes["Bearer ghp_1"] = "repo";
  ASSERT_EQ(auth({"--token-stdin"}, {}, "ghp_1").code, 0);
  const Outcome outcome = account("refresh");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(says(outcome.err, "good until it is revoked")) << outcome.err;
  EXPECT_TRUE(service.token_requests.empty());
}

TEST_F(GithubSignIn, refreshes_a_token_of_an_app_whose_tokens_end) {
  service.token_answers = {
      R"({"access_token":"ghu_1","expires_in":28800,"refresh_token":"ghr_1","scope":"","token_type":"bearer"})",
      R"({"access_token":"ghu_2","expires_in":28800,"refresh_token":"ghr_2","scope":"","token_type":"bearer"})"};
  service.scopes["Bearer ghu_1"] = std::nullopt;
  ASSERT_EQ(auth({"--client-id", "client-1", "--no-browser"}).code, 0);
  EXPECT_EQ(account("refresh").code, 0);
  EXPECT_EQ(stored()["refresh_token"], "ghr_2");
  EXPECT_EQ(service.token_requests.back(), "grant_type=refresh_token&refresh_token=ghr_1&client_id=client-1");
}

TEST_F(GithubSignIn, refuses_options_that_do_not_fit_and_names_the_next_step) {
  const std::pair<Words, std::string> wrong[] = {
      {{"auth", "twitter", "--from-gh"}, "locker auth twitter"},
      {{"auth", "github", "--redirect-uri", "http://127.0.0.1:1/"}, "leave out --redirect-uri"},
      {{"auth", "github", "--from-gh", "--client-id", "x"}, "leave out --client-id"},
      {{"auth", "github", "--from-gh", "--token-stdin"}, "--from-gh"},
      {{"auth", "github", "--token-stdin"}, "token"},
      {{"auth", "gihub"}, "github"}};
  for (const auto& [words, part] : wrong) {
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, 2) << words.back() << outcome.err;
    EXPECT_TRUE(says(outcome.err, part)) << outcome.err;
  }
  EXPECT_FALSE(fs::exists(home / "Me"));
}

}  // namespace
}  // namespace locker::test
