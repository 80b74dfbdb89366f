#include <sys/stat.h>

#include <regex>
#include <thread>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::Test;

class Auth : public LockerTest {
 protected:
  void start_with_redirect(sandbox::Settings settings = {}) {
    redirect = "http://127.0.0.1:" + std::to_string(free_port()) + "/callback";
    settings.auto_approve = true;
    settings.redirect_uris = {redirect};
    start(std::move(settings));
  }
  Outcome auth(const Words& more = {}, const Variables& variables = {}) {
    Words words{"auth", "twitter", "--client-id", "sandbox-client", "--redirect-uri", redirect};
    words.insert(words.end(), more.begin(), more.end());
    return locker(words, variables);
  }
  /// A browser that follows redirects.
  Variables browser() const { return {{"BROWSER", "curl --silent --location --output /dev/null"}}; }

  /// Returns the address that the browser would show at the end.
  std::string redirected_to(std::string address) {
    if (!withheld.empty()) address = std::regex_replace(address, std::regex("(%20|\\+)" + withheld), "");
    const auto at = address.find("/i/oauth2/");
    const auto result = control->Get(address.substr(at));
    return result ? result->get_header_value("Location") : std::string();
  }
  /// Returns the consent address that the program prints.
  static std::string address_in(const std::string& text) {
    for (const auto& line : lines_of(text))
      if (line.starts_with("http")) return line;
    return {};
  }
  /// Runs `auth --no-browser` and feeds it the result of `answer` for the redirected address. The input is
  /// opened before the address is known, so that a single process prints the address and reads the response,
  /// with the same state.
  Outcome paste(const std::function<std::string(const std::string& redirected)>& answer,
                const Words& more = {}) {
    const auto fifo = folder.path() / "fifo";
    std::filesystem::remove(fifo);
    EXPECT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    Words words{"/bin/sh",
                "-c",
                "exec \"$0\" \"$@\" < \"$FIFO\" 2> \"$ERR\"",
                program_path(),
                "auth",
                "twitter",
                "--client-id",
                "sandbox-client",
                "--redirect-uri",
                redirect,
                "--no-browser"};
    words.insert(words.end(), more.begin(), more.end());
    Variables variables = environment();
    variables["FIFO"] = fifo.string();
    variables["ERR"] = (folder.path() / "err").string();
    Process process(words, variables);
    std::ofstream input(fifo);
    std::string address;
    while (address.empty() || !address.ends_with("S256")) {
      std::this_thread::yield();
      address = address_in(text_of(folder.path() / "err"));
    }
    input << answer(redirected_to(address)) << "\n";
    input.close();
    Outcome outcome = process.wait();
    outcome.err = text_of(folder.path() / "err");
    return outcome;
  }

  bool signed_in() const { return std::filesystem::exists(auth_file()); }
  int token_requests() {
    const auto by_endpoint = question("counters")["requests"]["by_endpoint"];
    return by_endpoint.value("/2/oauth2/token", 0);
  }

  std::string redirect;
  std::string withheld;  ///< a scope that the service does not grant
};

TEST_F(Auth, goes_through_the_browser) {
  start_with_redirect();
  const Outcome outcome = auth({}, browser());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("signed in as @sandbox_me"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("https://x.com/settings/download_your_data"), std::string::npos);
  struct stat file {};
  ASSERT_EQ(stat(auth_file().c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  ASSERT_EQ(stat(home.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0700u);
  EXPECT_EQ(sync()["exit_code"], 0);
}

TEST_F(Auth, says_that_the_archive_is_free_before_it_asks_for_anything) {
  start_with_redirect();
  const Outcome outcome = locker({"auth", "twitter"});
  EXPECT_EQ(outcome.code, 2);
  const auto archive = outcome.err.find("free archive"),
             callback = outcome.err.find("http://127.0.0.1:8976/callback"),
             serve = outcome.err.find("http://127.0.0.1:8042/Me/twitter/authComplete"),
             asked = outcome.err.find("--client-id");
  EXPECT_LT(archive, callback);
  EXPECT_LT(callback, serve);
  EXPECT_LT(serve, asked);
  EXPECT_NE(asked, std::string::npos);
  EXPECT_NE(outcome.err.find("Pay-per-use"), std::string::npos);
  EXPECT_NE(outcome.err.find("dm.read"), std::string::npos);
}

TEST_F(Auth, takes_a_pasted_address) {
  start_with_redirect();
  const Outcome outcome = paste([](const std::string& redirected) { return redirected; });
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(signed_in());
}

TEST_F(Auth, takes_a_pasted_code) {
  start_with_redirect();
  const Outcome outcome = paste([](const std::string& redirected) {
    const auto at = redirected.find("code=") + 5;
    return redirected.substr(at, redirected.find('&', at) - at);
  });
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(signed_in());
}

TEST_F(Auth, refuses_a_foreign_state_without_asking_for_a_token) {
  start_with_redirect();
  order("oauth", {{"wrong_state_next", true}});
  const Outcome outcome = paste([](const std::string& redirected) { return redirected; });
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_NE(outcome.err.find("state"), std::string::npos);
  EXPECT_FALSE(signed_in());
  EXPECT_EQ(token_requests(), 0);
}

TEST_F(Auth, says_that_access_was_denied) {
  start_with_redirect();
  order("oauth", {{"deny_next", true}});
  const Outcome outcome = auth({}, browser());
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_NE(outcome.err.find("denied"), std::string::npos);
  EXPECT_FALSE(signed_in());
}

TEST_F(Auth, says_that_a_code_came_too_late) {
  start_with_redirect();
  const Outcome outcome = paste([&](const std::string& redirected) {
    order("clock", {{"advance", 31}});
    return redirected;
  });
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_NE(outcome.err.find("30 seconds"), std::string::npos);
  EXPECT_FALSE(signed_in());
}

TEST_F(Auth, says_that_the_sign_in_was_not_completed_when_the_token_cannot_be_read) {
  start_with_redirect();
  order("fault", {{"match", "oauth2/token"}, {"kind", "garbage"}});
  const Outcome outcome = auth({}, browser());
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_NE(outcome.err.find("the sign-in was not completed"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("run it again"), std::string::npos) << outcome.err;
  EXPECT_FALSE(signed_in());
}

TEST_F(Auth, gives_up_when_nobody_comes_back_for_five_minutes) {
  start_with_redirect();
  const Outcome outcome = auth({}, {{"BROWSER", "/bin/true"}, {"LD_PRELOAD", quick_clock_path()}});
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_NE(outcome.err.find("within five minutes"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("--no-browser"), std::string::npos) << outcome.err;
  EXPECT_FALSE(signed_in());
  EXPECT_EQ(token_requests(), 0);
}

TEST_F(Auth, names_a_taken_port) {
  start_with_redirect();
  httplib::Server other;
  const int port = other.bind_to_any_port("127.0.0.1");
  redirect = "http://127.0.0.1:" + std::to_string(port) + "/callback";
  const Outcome outcome = auth({}, browser());
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find(std::to_string(port)), std::string::npos) << outcome.err;
}

TEST_F(Auth, signs_in_as_a_confidential_client) {
  sandbox::Settings settings;
  settings.client_secret = "a secret: with+signs&more";
  start_with_redirect(settings);
  EXPECT_EQ(auth({}, browser()).code, 4);
  EXPECT_FALSE(signed_in());
  const auto file = folder.path() / "secret";
  std::ofstream(file) << "a secret: with+signs&more\n";
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  const Outcome outcome = auth({"--client-secret-file", file.string()}, browser());
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err.find("warning"), std::string::npos) << outcome.err;
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
}

TEST_F(Auth, keeps_its_secrets_out_of_sight) {
  start_with_redirect();
  const Outcome signing = auth({"-v"}, browser());
  ASSERT_EQ(signing.code, 0) << signing.err;
  const json stored = json::parse(text_of(auth_file()));
  const std::string access = stored["access_token"], refresh = stored["refresh_token"];
  std::string seen = signing.err + signing.out;
  for (const Words& words : std::vector<Words>{{"auth", "status", "--json"},
                                               {"sync", "-v"},
                                               {"sync", "--json"},
                                               {"status", "--json"},
                                               {"auth", "refresh", "twitter", "-v"},
                                               {"auth", "logout", "twitter", "-v"}}) {
    const Outcome outcome = locker(words);
    EXPECT_EQ(outcome.code, 0) << words.front() << outcome.err;
    seen += outcome.out + outcome.err;
  }
  for (const auto& file : {"locker.db", "locker.db-wal"})
    if (std::filesystem::exists(home / file)) seen += text_of(home / file);
  seen += text_of(home / "Me/twitter/me.json");
  EXPECT_EQ(seen.find(access), std::string::npos);
  EXPECT_EQ(seen.find(refresh), std::string::npos);
}

TEST_F(Auth, shows_refreshes_and_ends_a_sign_in) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  const json before = json::parse(text_of(auth_file()));
  json status = json::parse(locker({"auth", "status", "--json"}).out)["accounts"][0];
  EXPECT_EQ(status["account"], "twitter");
  EXPECT_EQ(status["signed_in"], true);
  EXPECT_EQ(status["client"], "public");
  EXPECT_EQ(status["handle"], "sandbox_me");
  EXPECT_NE(locker({"auth", "status"}).out.find("signed in as @sandbox_me (user 783214)"), std::string::npos);

  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
  const json after = json::parse(text_of(auth_file()));
  EXPECT_NE(before["refresh_token"], after["refresh_token"]);
  EXPECT_NE(before["access_token"], after["access_token"]);

  sync();
  const std::string stored = dump();
  EXPECT_EQ(locker({"auth", "logout", "twitter"}).code, 0);
  EXPECT_FALSE(signed_in());
  EXPECT_EQ(question("counters")["requests"]["by_endpoint"]["/2/oauth2/revoke"], 2);
  EXPECT_EQ(dump(), stored);
  EXPECT_EQ(locker({"sync", "twitter"}).code, 4);
}

TEST_F(Auth, keeps_the_token_where_it_cannot_be_revoked) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  order("fault", {{"match", "revoke"}, {"kind", "reset"}, {"times", 0}});
  EXPECT_EQ(locker({"auth", "logout", "twitter"}).code, 5);
  EXPECT_TRUE(signed_in());
}

TEST_F(Auth, keeps_the_token_where_nobody_says_whose_it_is) {
  start();
  order("fault", {{"match", "/2/users/me"}, {"kind", "not_enrolled"}});
  const Outcome outcome = locker({"auth", "twitter", "--token-stdin", "--client-id", "sandbox-client"}, {},
                                 order("token").dump());
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("Pay-per-use"), std::string::npos) << outcome.err;
  EXPECT_TRUE(signed_in());
  EXPECT_EQ(sync()["exit_code"], 0);
  EXPECT_EQ(json::parse(text_of(auth_file()))["user_id"], "783214");
}

TEST_F(Auth, charges_a_look_at_whose_token_it_is_that_cannot_be_read) {
  start();
  order("fault", {{"match", "/2/users/me"}, {"kind", "garbage"}});
  EXPECT_EQ(sign_in().code, 0);
  const json budget = json::parse(locker({"budget", "twitter", "--json"}).out);
  EXPECT_EQ(budget["spent"], 0.01);
}

TEST_F(Auth, takes_a_bare_token_and_refuses_one_that_is_none) {
  start();
  const std::string token = order("token")["access_token"];
  EXPECT_EQ(locker({"auth", "twitter", "--token-stdin"}, {}, token + "\n").code, 0);
  EXPECT_EQ(sync()["exit_code"], 0);
  EXPECT_EQ(locker({"auth", "twitter", "--token-stdin", "--account", "twitter-work"}, {}, "nonsense\n").code,
            4);
  EXPECT_FALSE(std::filesystem::exists(auth_file("twitter-work")));
  EXPECT_EQ(locker({"auth", "twitter", "--token-stdin"}, {}, "").code, 2);
}

TEST_F(Auth, does_not_change_hands) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  sync();
  const std::string token = text_of(auth_file());
  // Another service with another user: the account must not become theirs.
  const auto elsewhere = order("token");
  order("user", {{"username", "somebody_else"}});
  const std::string body = R"({"data":{"id":"4242","name":"Somebody","username":"somebody_else"}})";
  order("fault",
        {{"match", "/2/users/me"}, {"kind", "status"}, {"status", 200}, {"body", body}, {"times", 0}});
  const Outcome outcome = locker({"auth", "twitter", "--token-stdin"}, {}, elsewhere.dump());
  EXPECT_EQ(outcome.code, 2) << outcome.err;
  EXPECT_NE(outcome.err.find("@sandbox_me"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("@somebody_else"), std::string::npos);
  EXPECT_NE(outcome.err.find("--account"), std::string::npos);
  EXPECT_EQ(text_of(auth_file()), token);
}

TEST_F(Auth, changes_the_choice_of_streams_without_a_sign_in_where_no_scope_is_missing) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  const std::string token = text_of(auth_file());
  EXPECT_EQ(locker({"auth", "twitter", "--streams", "profile,tweets"}).code, 0);
  EXPECT_EQ(text_of(auth_file()), token);
  const json summary = sync();
  EXPECT_EQ(summary["accounts"][0]["streams"].size(), 2u);
  const Outcome mistyped = locker({"auth", "twitter", "--streams", "+liks"});
  EXPECT_EQ(mistyped.code, 2);
  EXPECT_NE(mistyped.err.find("likes"), std::string::npos) << mistyped.err;
}

TEST_F(Auth, asks_for_the_scopes_that_the_chosen_streams_need) {
  start_with_redirect();
  const Outcome outcome = auth({"--streams", "tweets,dms"}, browser());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string address = address_in(outcome.err);
  EXPECT_NE(address.find("dm.read"), std::string::npos) << address;
  EXPECT_EQ(address.find("like.read"), std::string::npos);
  EXPECT_NE(address.find("code_challenge_method=S256"), std::string::npos);
}

TEST_F(Auth, names_a_scope_that_was_not_granted_once) {
  start_with_redirect();
  withheld = "bookmark.read";
  const Outcome outcome = paste([](const std::string& redirected) { return redirected; });
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("did not grant bookmark.read; the streams"), std::string::npos) << outcome.err;
}

TEST_F(Auth, names_streams_whose_scope_was_asked_for_and_not_granted) {
  start_with_redirect();
  withheld = "like.read";
  const Outcome outcome = paste([](const std::string& redirected) { return redirected; });
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const json summary = sync({}, 3);
  for (const auto& one : summary["accounts"][0]["streams"])
    EXPECT_EQ(one["outcome"], one["stream"] == "likes" ? "forbidden" : "done") << one;
  const Outcome quiet = locker({"sync", "twitter"});
  EXPECT_EQ(quiet.code, 3);
  const std::string told = "likes: the sign-in asked for like.read, which was not granted";
  EXPECT_NE(quiet.err.find(told), std::string::npos) << quiet.err;
  EXPECT_NE(locker({"status"}).out.find("trouble with " + told), std::string::npos) << locker({"status"}).out;
  EXPECT_NE(locker({"doctor"}).out.find(told), std::string::npos) << locker({"doctor"}).out;
  EXPECT_NE(locker({"auth", "status"}).out.find("asked for and not granted: like.read"), std::string::npos);
  sync({"--only", "tweets"});

  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
  sync({"--only", "likes"}, 3);
  EXPECT_EQ(locker({"auth", "twitter", "--streams", "-likes"}).code, 0);
  EXPECT_EQ(locker({"status"}).out.find("trouble with"), std::string::npos) << "it is not wanted any more";
  EXPECT_EQ(locker({"doctor"}).code, 0) << locker({"doctor"}).out;
  sync();
}

/// Sign-ins by older versions did not store the requested scopes.
TEST_F(Auth, leaves_streams_out_silently_of_which_nobody_knows_that_they_were_asked_for) {
  start_with_redirect();
  withheld = "like.read";
  ASSERT_EQ(paste([](const std::string& redirected) { return redirected; }).code, 0);
  json credentials = json::parse(text_of(auth_file()));
  ASSERT_EQ(credentials.erase("asked_scopes"), 1u);
  std::ofstream(auth_file()) << credentials.dump();
  const Outcome outcome = locker({"sync", "twitter"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(members("likes"), Words{});
}

TEST_F(Auth, refreshes_an_expired_token_by_itself_and_once_for_many_processes) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  order("expire_tokens");
  constexpr int kProcesses = 8;
  std::vector<std::unique_ptr<Process>> processes;
  for (int i = 0; i < kProcesses; ++i)
    processes.push_back(
        std::make_unique<Process>(command({"sync", "twitter", "--only", "profile"}), environment()));
  int done = 0;
  for (auto& process : processes) {
    const Outcome outcome = process->wait();
    EXPECT_TRUE(outcome.code == 0 || outcome.code == 11) << outcome.code << outcome.err;
    done += outcome.code == 0;
  }
  EXPECT_GE(done, 1);
  const json counters = question("counters");
  EXPECT_EQ(counters["token_refreshes"], 1);
  EXPECT_EQ(counters["families_revoked"], 0);
}

TEST_F(Auth, spends_each_refresh_token_once_when_processes_refresh_at_once) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  constexpr int kProcesses = 8;
  std::vector<std::unique_ptr<Process>> processes;
  for (int i = 0; i < kProcesses; ++i)
    processes.push_back(std::make_unique<Process>(command({"auth", "refresh", "twitter"}), environment()));
  for (auto& process : processes) EXPECT_EQ(process->wait().code, 0);
  const json counters = question("counters");
  EXPECT_EQ(counters["token_refreshes"], kProcesses);
  EXPECT_EQ(counters["families_revoked"], 0);
  EXPECT_EQ(sync({"--only", "profile"})["exit_code"], 0);
}

TEST_F(Auth, says_how_to_sign_in_again_when_the_family_was_revoked) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  order("expire_tokens");
  order("fault",
        {{"match", "oauth2/token"},
         {"kind", "status"},
         {"status", 400},
         {"body",
          R"({"error":"invalid_request","error_description":"Value passed for the token was invalid."})"},
         {"times", 0}});
  const Outcome outcome = locker({"sync", "twitter"});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
  EXPECT_NE(outcome.err.find("run \"locker auth twitter\""), std::string::npos) << outcome.err;
}

TEST_F(Auth, waits_out_a_token_endpoint_that_is_busy) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  order("expire_tokens");
  order("fault", {{"match", "oauth2/token"}, {"kind", "status"}, {"status", 503}, {"times", 1}});
  EXPECT_EQ(sync({"--only", "profile,tweets"})["exit_code"], 0);
  order("fault", {{"match", "oauth2/token"}, {"kind", "status"}, {"status", 503}, {"times", 1}});
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
}

/// A refresh token is used up even if the response is lost.
TEST_F(Auth, asks_once_a_run_for_a_new_token_when_the_answer_is_lost) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  order("expire_tokens");
  order("fault", {{"match", "oauth2/token"}, {"kind", "reset"}, {"times", 0}});
  sync({}, 5);
  EXPECT_EQ(question("counters")["requests"]["by_endpoint"]["/2/oauth2/token"], 1);
}

TEST_F(Auth, keeps_nothing_of_another_persons_profile) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  sync();
  const std::string before = dump();
  const std::string body = R"({"data":{"id":"4242","name":"Somebody","username":"somebody_else"}})";
  order("fault",
        {{"match", "/2/users/me"}, {"kind", "status"}, {"status", 200}, {"body", body}, {"times", 0}});
  const Outcome outcome = locker({"sync", "twitter"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.err.find("another person (4242"), std::string::npos) << outcome.err;
  EXPECT_EQ(dump(), before);
}

TEST_F(Auth, closes_a_home_that_was_open_to_others_unless_other_things_lie_there) {
  namespace fs = std::filesystem;
  constexpr auto kOpen = fs::perms::owner_all | fs::perms::group_read | fs::perms::others_read;
  start();
  fs::create_directories(home);
  fs::permissions(home, kOpen);
  ASSERT_EQ(sign_in().code, 0);
  EXPECT_EQ(fs::status(home).permissions(), fs::perms::owner_all);
  home = folder.path() / "shared";
  fs::create_directories(home / "photos");
  fs::permissions(home, kOpen);
  ASSERT_EQ(sign_in().code, 0);
  EXPECT_EQ(fs::status(home).permissions(), kOpen);
  EXPECT_EQ(fs::status(home / "Me").permissions(), fs::perms::owner_all);
}

TEST_F(Auth, asks_to_sign_in_again_when_a_fresh_token_is_refused) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  order("fault", {{"match", "/2/users"}, {"kind", "expire_token"}, {"times", 0}});
  EXPECT_EQ(locker({"sync", "twitter"}).code, 4);
}

}  // namespace
}  // namespace locker::test
