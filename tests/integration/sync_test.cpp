#include <SQLiteCpp/SQLiteCpp.h>
#include <signal.h>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {
namespace {

class Sync : public LockerTest {
 protected:
  void begin(sandbox::Settings settings = {}) {
    settings.rate_limits = false;
    start(std::move(settings));
    ASSERT_EQ(sign_in().code, 0);
  }
  static json stream(const json& summary, const std::string& name) {
    for (const auto& one : summary["accounts"][0]["streams"])
      if (one["stream"] == name) return one;
    return {};
  }
  /// The program's `likes` are the service's `liked_tweets`, and so on.
  void expect_all_of(const std::string& stream, const std::string& truth_name) {
    const bool of_posts = stream == "tweets" || stream == "mentions" || stream == "likes" ||
                          stream == "bookmarks" || stream == "home";
    EXPECT_EQ(members(stream), of_posts ? truth_by_chain(truth_name) : truth(truth_name)) << stream;
  }
};

TEST_F(Sync, stores_every_stream_in_the_services_order) {
  begin();
  sync();
  expect_all_of("tweets", "tweets");
  expect_all_of("mentions", "mentions");
  expect_all_of("likes", "likes");
  expect_all_of("bookmarks", "bookmarks");
  expect_all_of("followers", "followers");
  expect_all_of("following", "following");
  expect_all_of("blocks", "blocks");
  expect_all_of("mutes", "mutes");
  expect_all_of("lists/owned", "owned_lists");
  expect_all_of("lists/followed", "followed_lists");
  EXPECT_EQ(members("profile"), Words{"783214"});
  const json folders = query({"--type", "folder"});
  ASSERT_FALSE(folders.empty());
  for (const auto& one : folders) {
    const std::string id = one["id"];
    EXPECT_EQ(members("bookmark-folders/" + id), truth("folders/" + id));
  }
}

TEST_F(Sync, reads_what_is_off_by_default_only_when_asked) {
  begin();
  sync();
  EXPECT_TRUE(members("dms").empty());
  EXPECT_TRUE(members("home").empty());
  sync({"--only", "home,dms,list-members"});
  expect_all_of("home", "home");
  expect_all_of("dms", "dms");
  for (const auto& list : truth("owned_lists")) expect_all_of("list-members/" + list, "members/" + list);
}

TEST_F(Sync, keeps_the_bytes_that_the_service_sent) {
  begin();
  sync();
  // The service returns an unchanged object with the same bytes each time, so the page's elements can be
  // compared.
  const std::string token = json::parse(text_of(auth_file()))["access_token"];
  const auto page = control->Get(
      "/2/users/783214/followers?max_results=1000&user.fields=created_at,description,entities,location,name,"
      "profile_image_url,protected,public_metrics,url,username,verified,verified_type",
      {{"Authorization", "Bearer " + token}});
  ASSERT_EQ(page->status, 200) << page->body;
  const auto raw = lines_of(locker({"query", "--raw", "--stream", "followers"}).out);
  ASSERT_EQ(raw.size(), truth("followers").size());
  for (const auto& line : raw) EXPECT_NE(page->body.find(line), std::string::npos) << line;
}

TEST_F(Sync, asks_for_little_when_nothing_is_new) {
  sandbox::Settings settings;
  settings.sizes.posts = 400;
  settings.sizes.likes = 150;
  settings.sizes.followers = 1300;
  settings.sizes.following = 1300;
  begin(settings);
  sync();
  const std::string stored = dump();
  order("counters/reset");
  const json again = sync();
  EXPECT_EQ(dump(), stored);
  EXPECT_LE(again["requests"], 13);
  EXPECT_LE(question("counters")["resources"]["total"], 40);
  EXPECT_EQ(again["cost"], 0.0);
  EXPECT_EQ(again["changes"]["new"], 0);
  EXPECT_EQ(again["changes"]["update"], 0);
  EXPECT_EQ(again["changes"]["add"], 0);
}

TEST_F(Sync, is_silent_when_all_is_well) {
  begin();
  const Outcome outcome = locker({"sync", "twitter"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Sync, follows_posts_edits_removals_and_deletions) {
  begin();
  const std::string edited = order("post", {{"text", "Fresh bred at the bakery"}})["id"];
  sync();
  const auto likes = truth("likes"), tweets = truth("tweets");
  const std::string later = order("edit", {{"id", edited}, {"text", "Fresh bread at the bakery"}})["id"];
  order("unlike", {{"id", likes.at(2)}});
  order("delete", {{"id", tweets.at(5)}});
  const std::string fresh = order("post", {{"text", "brand new"}})["id"];
  sync();
  EXPECT_EQ(members("tweets").front(), fresh);
  sync({"--full", "--check-deleted"});

  EXPECT_EQ(query({"bread"})[0]["id"], edited);
  EXPECT_TRUE(query({"bred"}).empty());
  const json changes = history({later});
  std::set<std::string> actions;
  for (const auto& change : changes) actions.insert(change["action"]);
  EXPECT_TRUE(actions.contains("update"));
  const std::string diff = locker({"history", edited, "--diff"}).out;
  EXPECT_NE(diff.find("[-bred-]"), std::string::npos) << diff;
  EXPECT_NE(diff.find("{+bread+}"), std::string::npos) << diff;

  EXPECT_EQ(members("likes"), truth("likes"));
  EXPECT_EQ(history({likes.at(2)})[0]["action"], "remove");
  const json deleted = query({"--deleted"});
  ASSERT_EQ(deleted.size(), 1u);
  EXPECT_EQ(deleted[0]["id"], tweets.at(5));
}

TEST_F(Sync, logs_one_update_for_each_edit_of_a_post) {
  begin();
  std::string id = order("post", {{"text", "the first draft"}})["id"];
  sync();
  for (const std::string draft : {"second", "third", "fourth"}) {
    id = order("edit", {{"id", id}, {"text", "the " + draft + " draft"}})["id"];
    EXPECT_EQ(sync()["changes"]["update"], 1) << draft;
    const json newest = history({id, "--diff", "--limit", "1"})[0];
    EXPECT_EQ(newest["action"], "update") << newest;
    EXPECT_EQ(newest["changed"]["text"]["after"], "the " + draft + " draft") << newest;
  }
  EXPECT_EQ(sync({"--full"})["changes"]["update"], 0);
}

TEST_F(Sync, does_not_take_absence_for_deletion) {
  begin();
  sync();
  const auto tweets = truth("tweets");
  order("delete", {{"id", tweets.at(5)}});
  const json summary = sync({"--full"});
  EXPECT_TRUE(query({"--deleted"}).empty());
  EXPECT_EQ(stream(summary, "tweets")["changes"]["remove"], 1);
  EXPECT_EQ(summary["accounts"][0]["no_longer_listed"]["posts"], 1);
}

TEST_F(Sync, asks_before_it_believes_that_most_is_gone) {
  sandbox::Settings settings;
  settings.sizes.likes = 30;
  begin(settings);
  sync();
  const auto likes = truth("likes");
  for (std::size_t i = 0; i < 20; ++i) order("unlike", {{"id", likes[i]}});
  const Outcome guarded = locker({"sync", "twitter", "--full", "--only", "likes"});
  EXPECT_EQ(guarded.code, 3);
  EXPECT_NE(guarded.err.find("--accept-removals"), std::string::npos) << guarded.err;
  EXPECT_EQ(members("likes").size(), likes.size());
  sync({"--full", "--only", "likes", "--accept-removals"});
  EXPECT_EQ(members("likes"), truth("likes"));
}

TEST_F(Sync, retries_what_can_be_retried) {
  begin();
  for (const char* kind : {"reset", "cut", "status"})
    order("fault", {{"match", "/tweets"}, {"kind", kind}, {"times", 1}});
  sync({"--only", "tweets"});
  expect_all_of("tweets", "tweets");
}

TEST_F(Sync, stores_nothing_of_a_page_that_it_cannot_read) {
  begin();
  for (const char* kind : {"half", "garbage"}) {
    order("fault", {{"match", "liked_tweets"}, {"kind", kind}, {"times", 0}});
    const Outcome outcome = locker({"sync", "twitter", "--only", "likes,followers"});
    EXPECT_EQ(outcome.code, 3) << kind;
    EXPECT_NE(outcome.err.find("likes"), std::string::npos) << outcome.err;
    EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
    EXPECT_TRUE(members("likes").empty());
    expect_all_of("followers", "followers");
    remove_faults();
  }
  sync({"--only", "likes"});
  expect_all_of("likes", "likes");
}

TEST_F(Sync, goes_on_with_others_where_one_stream_is_refused) {
  begin();
  order("fault", {{"match", "bookmarks"}, {"kind", "missing_scope"}, {"times", 0}});
  const json summary = sync({}, 3);
  EXPECT_EQ(stream(summary, "bookmarks")["outcome"], "forbidden");
  EXPECT_EQ(stream(summary, "followers")["outcome"], "done");
  const json status = json::parse(locker({"status", "--json"}).out);
  bool told = false;
  for (const auto& one : status["accounts"][0]["streams"])
    told = told || (one["stream"] == "bookmarks" && !one["last_run"]["hint"].is_null());
  EXPECT_TRUE(told) << status.dump(1);
}

TEST_F(Sync, names_the_sign_in_that_adds_a_missing_scope) {
  start();
  ASSERT_EQ(sign_in({{"scopes", {"tweet.read", "users.read", "offline.access"}}}).code, 0);
  EXPECT_EQ(sync()["exit_code"], 0);  // streams that were never requested are left out
  const Outcome outcome = locker({"sync", "twitter", "--only", "dms"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_NE(outcome.err.find("locker auth twitter --streams +dms"), std::string::npos) << outcome.err;
}

TEST_F(Sync, stops_at_once_where_the_service_wants_payment) {
  for (const char* kind : {"credits", "usage_cap"}) {
    begin();
    order("fault", {{"match", "mentions"}, {"kind", kind}, {"times", 0}});
    order("counters/reset");
    const Outcome outcome = locker({"sync", "twitter", "--only", "tweets,mentions,likes"});
    EXPECT_EQ(outcome.code, 6) << kind;
    EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
    EXPECT_EQ(requests(), 2) << kind;
    expect_all_of("tweets", "tweets");
    std::filesystem::remove_all(home);
  }
}

TEST_F(Sync, ends_instead_of_waiting_when_told_so) {
  begin();
  order("fault", {{"match", "liked_tweets"}, {"kind", "rate_limit"}, {"reset_in", 600}, {"times", 0}});
  EXPECT_EQ(locker({"sync", "twitter", "--no-wait"}).code, 5);
  EXPECT_EQ(locker({"sync", "twitter", "--max-wait", "1s"}).code, 5);
}

TEST_F(Sync, that_ended_instead_of_waiting_is_named_by_what_it_would_have_waited_for) {
  begin();
  const auto ended_by = [&](const json& fault, const std::string& allowed) {
    remove_faults();
    order("fault", fault);
    const json account = sync({allowed, "--only", "tweets,likes,following"}, 5)["accounts"][0];
    EXPECT_EQ(account["exit_code"], 5);
    EXPECT_EQ(account["streams"].size(), 2u) << "the run ends there";
    EXPECT_EQ(account["error"]["kind"], stream({{"accounts", {account}}}, "likes")["outcome"]);
    const json status = json::parse(locker({"status", "--json"}).out)["accounts"][0];
    for (const auto& one : status["streams"])
      if (one["stream"] == "likes") {
        EXPECT_EQ(one["last_run"]["outcome"], account["error"]["kind"]);
      }
    return account["error"]["kind"].get<std::string>();
  };
  const json trouble{{"match", "liked_tweets"}, {"kind", "status"}, {"status", 503}, {"times", 0}};
  const json broken{{"match", "liked_tweets"}, {"kind", "reset"}, {"times", 0}};
  const json limit{{"match", "liked_tweets"}, {"kind", "rate_limit"}, {"reset_in", 600}, {"times", 0}};
  EXPECT_EQ(ended_by(trouble, "--max-wait=0s"), "network");
  EXPECT_EQ(ended_by(broken, "--no-wait"), "network");
  EXPECT_EQ(ended_by(limit, "--max-wait=1s"), "rate-limit");
}

TEST_F(Sync, waits_for_the_reset_and_says_so_in_one_line) {
  begin();
  order("fault", {{"match", "liked_tweets"}, {"kind", "rate_limit"}, {"reset_in", 10}});
  Process process(command({"sync", "twitter", "--only", "likes"}), environment());
  // The service's clock can be advanced, but the wait uses the real clock: a signal ends it.
  ASSERT_TRUE(process.wait_for_output("rate limit"));
  process.signal(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 130);
  EXPECT_NE(outcome.err.find("rate limit"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("until"), std::string::npos);
}

TEST_F(Sync, ends_soon_after_an_interrupt_and_goes_on_later) {
  sandbox::Settings settings;
  settings.sizes.posts = 300;
  begin(settings);
  order("fault", {{"match", "/tweets"}, {"kind", "hang"}, {"after", 1}});
  Process process(command({"sync", "twitter", "--only", "tweets"}), environment());
  ASSERT_TRUE(a_request_hangs());
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(std::chrono::seconds(5)).code, 130);
  EXPECT_EQ(members("tweets").size(), 100u);
  remove_faults();
  order("counters/reset");
  sync({"--only", "tweets"});
  expect_all_of("tweets", "tweets");
  EXPECT_LE(requests(), 3);
}

TEST_F(Sync, is_alone) {
  begin();
  order("fault", {{"match", "/tweets"}, {"kind", "hang"}});
  Process process(command({"sync", "twitter"}), environment());
  ASSERT_TRUE(a_request_hangs());
  const Outcome second = locker({"sync", "twitter"});
  EXPECT_EQ(second.code, 11);
  EXPECT_NE(second.err.find(std::to_string(process.id())), std::string::npos) << second.err;
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 0);
  remove_faults();
  EXPECT_EQ(process.wait().code, 0);
}

TEST_F(Sync, stays_within_caps_and_goes_on_where_it_stopped) {
  sandbox::Settings settings;
  settings.sizes.posts = 250;
  begin(settings);
  order("counters/reset");
  sync({"--only", "tweets", "--max-items", "120"}, 6);
  EXPECT_LE(question("counters")["resources"]["total"], 120);
  EXPECT_GE(members("tweets").size(), 100u);
  sync({"--only", "tweets", "--max-cost", "0.05"}, 6);
  EXPECT_LE(question("counters")["resources"]["total"], 170);
  sync({"--only", "tweets"});
  expect_all_of("tweets", "tweets");
  const Outcome outcome = locker({"sync", "twitter", "--only", "tweets", "--full", "--max-items", "120"});
  EXPECT_EQ(outcome.err,
            "locker: twitter: stopped by --max-items; \"locker sync twitter\" goes on from here\n");
}

TEST_F(Sync, keeps_to_the_months_budget) {
  sandbox::Settings settings;
  settings.sizes.posts = 250;
  begin(settings);
  ASSERT_EQ(locker({"budget", "twitter", "0.10"}).code, 0);
  const Outcome stopped = locker({"sync", "twitter", "--only", "tweets"});
  EXPECT_EQ(stopped.code, 6);
  EXPECT_NE(stopped.err.find("budget"), std::string::npos) << stopped.err;
  EXPECT_LE(json::parse(locker({"budget", "twitter", "--json"}).out)["spent"], 0.10);
  const Outcome with_variable = locker({"sync", "twitter", "--only", "tweets"}, {{"LOCKER_MAX_COST", "1"}});
  EXPECT_EQ(with_variable.code, 6);
  EXPECT_NE(with_variable.err.find("budget"), std::string::npos) << with_variable.err;
  std::filesystem::create_directories(folder.path() / ".config" / "locker");
  std::ofstream(folder.path() / ".config" / "locker" / "config.toml") << "[sync]\nmax-cost = 1\n";
  EXPECT_EQ(locker({"sync", "twitter", "--only", "tweets"}).code, 6);
  EXPECT_LE(json::parse(locker({"budget", "twitter", "--json"}).out)["spent"], 0.10);
  sync({"--only", "tweets", "--max-cost", "1"});
  expect_all_of("tweets", "tweets");
  ASSERT_EQ(locker({"budget", "twitter", "none"}).code, 0);
  sync();
}

TEST_F(Sync, estimates_without_a_request) {
  begin();
  order("counters/reset");
  const Outcome outcome = locker({"sync", "twitter", "--dry-run", "--check-deleted"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(requests(), 0);
  EXPECT_NE(outcome.out.find("at most"), std::string::npos);
  EXPECT_NE(outcome.out.find("unknown"), std::string::npos);
  EXPECT_NE(outcome.out.find("$"), std::string::npos);
}

TEST_F(Sync, expects_no_news_of_a_count_that_disagrees_with_what_was_listed) {
  begin();
  order("metrics", {{"bump", 100'000}});
  sync();
  for (const auto& options : {Words{}, Words{"--full"}}) {
    Words words{"sync", "twitter", "--dry-run", "--json"};
    words.insert(words.end(), options.begin(), options.end());
    const json estimate = summary_of(locker(words));
    EXPECT_LT(estimate["cost"].get<double>(), 0.5) << estimate;
  }
}

TEST_F(Sync, speaks_either_generation_of_field_names) {
  for (const auto mode : {sandbox::FieldMode::old_names, sandbox::FieldMode::new_names}) {
    sandbox::Settings settings;
    settings.fields = mode;
    begin(settings);
    order("counters/reset");
    sync();
    expect_all_of("tweets", "tweets");
    expect_all_of("likes", "likes");
    EXPECT_LE(question("counters")["requests"]["by_status"].value("400", 0), 1);
    order("counters/reset");
    sync();
    EXPECT_EQ(question("counters")["requests"]["by_status"].value("400", 0), 0);
    std::filesystem::remove_all(home);
  }
}

TEST_F(Sync, does_not_take_a_field_renamed_by_the_service_for_a_change) {
  begin();
  sync();
  const int before = json::parse(
      locker({"query", "--sql", "SELECT count(*) n FROM change", "--format", "json"}).out)[0]["n"];
  order("settings", {{"fields", "new"}});
  sync({"--full"});
  const int after = json::parse(
      locker({"query", "--sql", "SELECT count(*) n FROM change", "--format", "json"}).out)[0]["n"];
  EXPECT_EQ(before, after);
}

TEST_F(Sync, takes_an_empty_statement_for_none_and_not_for_every_record) {
  begin();
  sync({"--only", "profile"});
  EXPECT_EQ(locker({"query", "--sql", ""}).code, 2);
}

TEST_F(Sync, counts_metrics_as_no_change) {
  begin();
  sync();
  const std::string stored = locker({"history", "--after", "0"}).out;
  order("metrics", {{"bump", 7}});
  sync({"--full"});
  EXPECT_EQ(locker({"history", "--after", "0"}).out, stored);
  const std::string raw = locker({"query", "--raw", "--stream", "tweets"}).out;
  const std::string id = truth("tweets").front();
  const json now = json::parse(control->Get("/_control/object/tweets/" + id)->body);
  EXPECT_NE(raw.find("\"like_count\":" + now["public_metrics"]["like_count"].dump()), std::string::npos);
}

TEST_F(Sync, survives_pages_that_lie_about_the_end) {
  sandbox::Settings settings;
  settings.sizes.likes = 300;
  settings.sizes.bookmarks = 150;
  begin(settings);
  order("fault", {{"match", "liked_tweets"}, {"kind", "empty_page"}, {"after", 1}});
  order("fault", {{"match", "liked_tweets"}, {"kind", "short_page"}, {"after", 2}});
  order("fault", {{"match", "bookmarks"}, {"kind", "duplicate_page"}, {"after", 2}});
  sync({"--only", "likes,bookmarks"});
  expect_all_of("likes", "likes");
  expect_all_of("bookmarks", "bookmarks");
}

TEST_F(Sync, does_not_follow_a_service_that_leads_in_a_circle) {
  sandbox::Settings settings;
  settings.sizes.likes = 300;
  begin(settings);
  order("fault", {{"match", "liked_tweets"}, {"kind", "repeat_cursor"}, {"times", 0}});
  EXPECT_EQ(locker({"sync", "twitter", "--only", "likes"}).code, 3);
}

TEST_F(Sync, starts_from_the_top_where_a_page_token_is_refused) {
  sandbox::Settings settings;
  settings.sizes.likes = 300;
  begin(settings);
  order("fault", {{"match", "liked_tweets"}, {"kind", "refuse_token"}, {"after", 2}});
  sync({"--only", "likes"});
  expect_all_of("likes", "likes");
}

TEST_F(Sync, refreshes_a_token_that_ends_in_mid_walk) {
  sandbox::Settings settings;
  settings.sizes.likes = 300;
  begin(settings);
  order("fault", {{"match", "liked_tweets"}, {"kind", "expire_token"}, {"after", 1}});
  sync({"--only", "likes"});
  expect_all_of("likes", "likes");
  EXPECT_EQ(question("counters")["token_refreshes"], 1);
}

TEST_F(Sync, notices_errors_beside_data_and_goes_on) {
  sandbox::Settings settings;
  settings.sizes.posts = 300;
  begin(settings);
  sync();
  const Outcome notices = locker({"query", "--sql", "SELECT count(*) AS n FROM notice", "--format", "json"});
  EXPECT_GT(json::parse(notices.out)[0]["n"], 0);
  EXPECT_TRUE(query({"--deleted"}).empty());
}

TEST_F(Sync, needs_a_sign_in_even_where_there_is_no_locker) {
  start();
  const Outcome outcome = locker({"sync", "twitter"});
  EXPECT_EQ(outcome.code, 4);
  EXPECT_FALSE(std::filesystem::exists(home));
  EXPECT_EQ(locker({"sync"}).code, 4);
  EXPECT_EQ(locker({"sync", "twiter"}).code, 2);
  EXPECT_EQ(locker({"auth", "refresh", "twitter"}).code, 4);
  EXPECT_EQ(sync({}, 4)["accounts"][0]["error"]["kind"], "sign-in");
  EXPECT_FALSE(std::filesystem::exists(home));
}

TEST_F(Sync, of_a_service_without_a_sign_in_hinders_no_other) {
  begin();
  const Outcome outcome = locker({"sync", "github", "twitter", "--only", "profile", "--json"});
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  const json accounts = summary_of(outcome)["accounts"];
  ASSERT_EQ(accounts.size(), 2u);
  EXPECT_EQ(accounts[0]["exit_code"], 4);
  EXPECT_EQ(accounts[1]["exit_code"], 0);
}

TEST_F(Sync, does_not_bring_back_what_was_forgotten) {
  begin();
  sync();
  const std::string id = truth("tweets").at(3);
  ASSERT_EQ(locker({"forget", id}).code, 0);
  EXPECT_EQ(locker({"history", id}).code, 1);
  sync({"--full"});
  const json posts = query({"--type", "status"});
  ASSERT_FALSE(posts.empty());
  for (const auto& row : posts) EXPECT_NE(row["id"], id);
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Sync, leaves_reposts_no_more_of_what_was_forgotten_than_their_own_bytes_have) {
  begin();
  std::string text = "startword";
  for (int i = 0; i < 9; ++i) text += " filler words here";
  const std::string original = order("home", {{"text", text + " tailsecret"}})["id"];
  const auto repost = [&] {
    return order("post", {{"text", ""}, {"repost", original}})["id"].get<std::string>();
  };
  Words reposts{repost()};
  sync();
  ASSERT_EQ(query({"tailsecret"}).size(), 2u);
  ASSERT_EQ(locker({"forget", original}).code, 0);
  EXPECT_EQ(locker({"query", "tailsecret", "--format", "json"}).out, "[]\n");
  reposts.insert(reposts.begin(), repost());
  sync({"--full"});
  EXPECT_EQ(locker({"query", "tailsecret", "--format", "json"}).out, "[]\n");
  Words kept;
  for (const auto& row : query({"startword"})) kept.push_back(row["id"]);
  EXPECT_EQ(kept, reposts);
  for (const auto& file : std::filesystem::directory_iterator(home)) {
    if (!file.is_regular_file()) continue;
    EXPECT_EQ(text_of(file.path()).find("tailsecret"), std::string::npos) << file.path();
  }
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Sync, does_not_name_what_was_forgotten_and_reads_nothing_more_for_it) {
  begin();
  sync();
  const auto table = [&](const std::string& sql) {
    return locker({"query", "--sql", sql, "--format", "json"}).out;
  };
  const std::string newest =
      json::parse(table("SELECT mark FROM streams WHERE stream = 'tweets'"))[0]["mark"];
  const std::string list = truth("owned_lists").at(0);
  ASSERT_NE(locker({"history", "--after", "0"}).out.find(list), std::string::npos);
  for (const auto& id : {newest, list}) ASSERT_EQ(locker({"forget", id}).code, 0);
  sync();
  const json runs =
      json::parse(table("SELECT resources FROM runs WHERE stream = 'tweets' ORDER BY resources"));
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0]["resources"], 0) << "nothing came after the newest";
  for (const auto& id : {newest, list})
    for (const char* view : {"streams", "runs", "changes", "memberships", "records"})
      EXPECT_EQ(table(std::string("SELECT * FROM ") + view).find(id), std::string::npos)
          << id << " in " << view;
  EXPECT_EQ(locker({"status"}).out.find(list), std::string::npos);
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(Sync, verifies_what_tables_there_are_and_makes_no_backup_where_one_is_missing) {
  begin();
  sync({"--only", "profile"});
  SQLite::Database((home / "locker.db").string(), SQLite::OPEN_READWRITE)
      .exec("DROP TABLE media; DROP TABLE run");
  const Outcome outcome = locker({"verify"});
  EXPECT_EQ(outcome.code, 1);
  for (const char* line : {"\"media\" is missing", "\"run\" is missing"})
    EXPECT_NE(outcome.out.find(line), std::string::npos) << outcome.out << outcome.err;
  EXPECT_EQ(locker({"backup", (folder.path() / "copy.db").string()}).code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "copy.db"));
}

TEST_F(Sync, makes_a_backup_that_is_an_archive_without_tokens) {
  begin();
  sync();
  const std::string stored = dump();
  const auto file = folder.path() / "backup" / "locker.db";
  std::filesystem::create_directories(file.parent_path());
  ASSERT_EQ(locker({"backup", file.string()}).code, 0);
  EXPECT_EQ(locker({"__dump", "--home", file.parent_path().string()}).out, stored);
  const std::string token = json::parse(text_of(auth_file()))["access_token"];
  EXPECT_EQ(text_of(file).find(token), std::string::npos);
}

TEST_F(Sync, calls_the_account_by_its_new_name) {
  begin();
  sync({"--only", "profile"});
  order("user", {{"id", "783214"}, {"username", "called_anew"}});
  sync({"--only", "profile"});
  EXPECT_NE(locker({"status"}).out.find("twitter (@called_anew)"), std::string::npos);
  EXPECT_NE(locker({"auth", "status"}).out.find("signed in as @called_anew"), std::string::npos);
}

TEST_F(Sync, shows_what_is_known_missing) {
  sandbox::Settings settings;
  settings.sizes.mentions = 900;
  begin(settings);
  sync();
  const json status = json::parse(locker({"status", "--json"}).out);
  for (const auto& one : status["accounts"][0]["streams"])
    if (one["stream"] == "mentions") {
      EXPECT_EQ(one["members"], 800);
      EXPECT_FALSE(one["gap"].is_null());
    }
}

}  // namespace
}  // namespace locker::test
