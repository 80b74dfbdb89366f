#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/integration/browser.hpp"
#include "tests/integration/locker_fixture.hpp"

/// What is stored beside the records, and how everything is exported and restored.
namespace locker::test {
namespace {

namespace fs = std::filesystem;

class KeepingAll : public LockerTest {
 protected:
  void begin() {
    sandbox::Settings settings;
    settings.rate_limits = false;
    settings.serve_media = true;
    start(std::move(settings));
    ASSERT_EQ(sign_in().code, 0);
  }
  Words media_files() const {
    Words files;
    const auto media = home / "Me/twitter/media";
    for (const auto& entry : fs::recursive_directory_iterator(media))
      if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(media).string());
    std::ranges::sort(files);
    return files;
  }
  json document(const Words& arguments, int code = 0) const {
    const Outcome outcome = locker(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
    return json::parse(outcome.out);
  }
  std::string other() const { return (folder.path() / "other").string(); }
  std::string exported() const { return (folder.path() / "exported").string(); }
};

TEST_F(KeepingAll, media_of_ones_own_posts_are_fetched_once_and_shown_with_their_posts) {
  begin();
  sync({"--only", "tweets"});
  const json estimate = document({"sync", "twitter", "--media", "--dry-run", "--json", "--only", "tweets"});
  const auto wanted = estimate["accounts"][0]["media"]["files"].get<std::size_t>();
  ASSERT_GT(wanted, 0u);
  const json summary = sync({"--only", "tweets", "--media"});
  EXPECT_EQ(summary["streams"]["twitter:media"]["new"], wanted);
  const Words files = media_files();
  EXPECT_LE(files.size(), wanted);
  ASSERT_FALSE(files.empty());
  EXPECT_TRUE(std::ranges::none_of(files, [](const auto& file) { return file.starts_with("."); }));
  const json shown = query({"--has", "media", "--fields", "id,media", "--all"});
  ASSERT_FALSE(shown.empty());
  for (const auto& row : shown) {
    const std::string path = row["media"][0]["path"];
    EXPECT_EQ(fs::file_size(home / path), row["media"][0]["size"]);
    EXPECT_NE(path.find(row["id"].get<std::string>()), std::string::npos);
  }
  EXPECT_EQ(document({"verify", "--json"})["files"], files.size());
  const int before = requests();
  sync({"--only", "tweets", "--media"});
  EXPECT_LE(requests() - before, 1);
  EXPECT_EQ(media_files(), files);
}

TEST_F(KeepingAll, a_damaged_medium_is_named_and_a_missing_one_is_fetched_again) {
  begin();
  sync({"--only", "tweets", "--media"});
  const Words files = media_files();
  ASSERT_GT(files.size(), 1u);
  std::ofstream(home / "Me/twitter/media" / files[0], std::ios::app) << "x";
  fs::remove(home / "Me/twitter/media" / files[1]);
  const Outcome outcome = locker({"verify"});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.out.find(files[0]), std::string::npos);
  EXPECT_NE(outcome.out.find(files[1]), std::string::npos);
  sync({"--only", "tweets", "--media"});
  EXPECT_EQ(locker({"verify"}).code, 0);
  EXPECT_EQ(media_files(), files);
}

/// As a network with a sign-in page (captive portal) responds.
TEST_F(KeepingAll, a_page_in_place_of_a_photo_is_no_photo_and_the_photo_is_asked_for_again) {
  begin();
  sync({"--only", "tweets"});
  order("fault", {{"match", "/media/"}, {"kind", "garbage"}, {"times", 0}});
  const Outcome outcome = locker({"sync", "twitter", "--only", "tweets", "--media"});
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  EXPECT_NE(outcome.err.find("a page in place of the file"), std::string::npos) << outcome.err;
  EXPECT_EQ(media_files(), Words{});
  EXPECT_EQ(query({"--has", "media", "--all"}), json::array());
  remove_faults();
  EXPECT_GT(sync({"--only", "tweets", "--media"})["streams"]["twitter:media"]["new"].get<int>(), 0);
  EXPECT_FALSE(query({"--has", "media", "--all"}).empty());
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(KeepingAll, media_whose_host_does_not_answer_are_named_until_they_are_there) {
  begin();
  sync({"--only", "tweets"});
  order("fault", {{"match", "/media/"}, {"kind", "status"}, {"status", 503}, {"times", 0}});
  const Outcome outcome = locker({"sync", "twitter", "--only", "tweets", "--media", "--no-wait"});
  EXPECT_EQ(outcome.code, 5) << outcome.err;
  const json status = document({"status", "--json"})["accounts"][0];
  ASSERT_EQ(status["streams"].back()["stream"], "media") << status;
  EXPECT_EQ(status["streams"].back()["last_run"]["outcome"], "network");
  EXPECT_NE(status["streams"].back()["last_run"]["hint"].get<std::string>().find("--media"),
            std::string::npos);
  ASSERT_FALSE(status["missing_media"].empty());
  EXPECT_EQ(status["missing_media"][0]["put_off"], true);
  EXPECT_NE(locker({"status"}).out.find("not kept: 127.0.0.1 answered 503; \"locker sync twitter --media\""),
            std::string::npos)
      << locker({"status"}).out;
  const Outcome doctor = locker({"doctor"});
  EXPECT_EQ(doctor.code, 1);
  EXPECT_NE(doctor.out.find("could not be fetched: 127.0.0.1 answered 503"), std::string::npos) << doctor.out;

  remove_faults();
  const json summary = sync({"--only", "tweets", "--media"});
  const json after = document({"status", "--json"})["accounts"][0];
  EXPECT_EQ(after["missing_media"], json::array());
  EXPECT_EQ(after["streams"].back()["members"], media_files().size());
  EXPECT_EQ(after["streams"].back()["last_run"]["outcome"], "done");
  EXPECT_EQ(locker({"doctor"}).code, 0);
}

TEST_F(KeepingAll, forgetting_a_post_takes_its_media_along) {
  begin();
  sync({"--only", "tweets", "--media"});
  const json row = query({"--has", "media", "--fields", "id,media", "--limit", "1"})[0];
  const fs::path file = home / row["media"][0]["path"].get<std::string>();
  ASSERT_TRUE(fs::exists(file));
  ASSERT_EQ(locker({"forget", row["id"]}).code, 0);
  EXPECT_FALSE(fs::exists(file));
  sync({"--only", "tweets", "--media", "--full"});
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(locker({"verify"}).code, 0);
}

TEST_F(KeepingAll, a_whole_conversation_is_shown_in_order_from_any_of_its_posts) {
  begin();
  const std::string first = order("post", {{"text", "who bakes?"}})["id"];
  const std::string second = order("mention", {{"text", "I do"}, {"reply_to", first}})["id"];
  const std::string third = order("post", {{"text", "with rye?"}, {"reply_to", second}})["id"];
  sync({"--only", "tweets,mentions"});
  for (const auto& from : {first, second, third}) {
    Words ids;
    for (const auto& row : query({"--thread", from})) ids.push_back(row["id"]);
    EXPECT_EQ(ids, (Words{first, second, third}));
  }
  const Outcome table = locker({"query", "--thread", third, "--format", "table"});
  EXPECT_NE(table.out.find("\u2514 @sandbox_me I do"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("  \u2514 with rye?"), std::string::npos);
  const json changes = history({"--thread", second});
  std::set<std::string> changed;
  for (const auto& change : changes) changed.insert(change["id"].get<std::string>());
  EXPECT_EQ(changed, (std::set<std::string>{first, second, third}));
  EXPECT_EQ(locker({"query", "--thread", first, "words"}).code, 2);
}

TEST_F(KeepingAll, messages_with_somebody_are_shown_by_whatever_they_are_called) {
  begin();
  sync({"--only", "dms"});
  const json all = query({"--type", "message"});
  ASSERT_FALSE(all.empty());
  const json one = query({"--type", "message", "--fields", "id,sender_id,author,dm_conversation_id"});
  std::string person, handle;
  for (const auto& row : one)
    if (row["sender_id"].is_string() && row["sender_id"] != "783214") {
      person = row["sender_id"];
      handle = row["author"];
    }
  ASSERT_FALSE(person.empty());
  const json by_id = query({"--type", "message", "--with", person});
  ASSERT_TRUE(handle.starts_with("@")) << handle;
  for (const auto& name : {handle, handle.substr(1)})
    EXPECT_EQ(query({"--type", "message", "--with", name}), by_id) << name;
  ASSERT_FALSE(by_id.empty());
  std::string last;
  for (const auto& row : by_id) {
    EXPECT_LE(last, row["time"].get<std::string>());
    last = row["time"];
  }
  EXPECT_EQ(locker({"query", "--with", "nobody-at-all"}).code, 1);
}

TEST_F(KeepingAll, people_known_by_their_id_alone_are_named_when_asked_for_and_paid) {
  begin();
  sync({"--only", "tweets"});
  const std::string stranger = truth("followers").front();
  SQLite::Database(home / "locker.db", SQLite::OPEN_READWRITE)
      .exec("UPDATE record SET author = '" + stranger + "' WHERE id = 1");
  const Outcome told = locker({"doctor"});
  EXPECT_NE(told.out.find("1 people are known by their id only"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("--look-up-names\" would name them, for at most $0.01"), std::string::npos);
  const json estimate =
      document({"sync", "twitter", "--only", "tweets", "--look-up-names", "--dry-run", "--json"});
  EXPECT_EQ(estimate["accounts"][0]["names"], (json{{"calls", 1}, {"resources", 1}, {"cost", 0.01}}));
  sync({"--only", "tweets", "--look-up-names", "--max-cost", "0.001"}, 6);
  EXPECT_TRUE(query({"--type", "contact", "--fields", "id,name"}).dump().find(stranger) == std::string::npos);
  sync({"--only", "tweets", "--look-up-names"});
  const json people = query({"--type", "contact", "--fields", "id,name"});
  const auto named = std::ranges::find_if(people, [&](const json& one) { return one["id"] == stranger; });
  ASSERT_NE(named, people.end());
  EXPECT_TRUE((*named)["name"].is_string());
  const int before = requests();
  sync({"--only", "tweets", "--look-up-names"});
  EXPECT_EQ(requests() - before, 1);
}

TEST_F(KeepingAll, an_export_is_restored_to_the_same_archive_with_its_media) {
  begin();
  sync({"--media"});
  order("edit", {{"id", order("post", {{"text", "fresh bred"}})["id"]}, {"text", "fresh bread"}});
  sync({"--only", "tweets,dms"});
  ASSERT_EQ(locker({"export", exported()}).code, 0);
  ASSERT_EQ(locker({"restore", exported(), "--home", other()}).code, 0);
  EXPECT_EQ(locker({"__dump", "--home", other()}).out, dump());
  EXPECT_EQ(locker({"verify", "--home", other()}).code, 0);
  EXPECT_EQ(query({"--has", "media", "--fields", "id,media", "--all", "--home", other()}),
            query({"--has", "media", "--fields", "id,media", "--all"}));
  EXPECT_FALSE(fs::exists(fs::path(other()) / "Me/twitter/auth.json"));
  const Outcome again = locker({"restore", exported(), "--home", other()});
  EXPECT_EQ(again.code, 2);
}

TEST_F(KeepingAll, an_export_goes_through_a_pipe) {
  begin();
  sync({"--only", "tweets,likes"});
  const Outcome lines = locker({"export", "-"});
  ASSERT_EQ(lines.code, 0);
  ASSERT_EQ(locker({"restore", "-", "--home", other()}, {}, lines.out).code, 0);
  EXPECT_EQ(locker({"__dump", "--home", other()}).out, dump());
  const Outcome cut =
      locker({"restore", "-", "--home", other() + "2"}, {}, lines.out.substr(0, lines.out.size() / 2));
  EXPECT_EQ(cut.code, 1);
  EXPECT_FALSE(fs::exists(other() + "2"));
  for (const auto& line : lines_of(lines.out)) EXPECT_TRUE(json::accept(line)) << line;
  const std::string token = json::parse(text_of(auth_file()))["access_token"];
  EXPECT_EQ(lines.out.find(token), std::string::npos);
}

TEST_F(KeepingAll, pages_are_made_for_every_month_with_media_and_lead_nowhere_else) {
  begin();
  sync({"--media"});
  for (const std::string format : {"html", "markdown"}) {
    ASSERT_EQ(locker({"export", exported(), "--format", format}).code, 0);
    const std::string ending = format == "html" ? ".html" : ".md";
    const std::string index = text_of(fs::path(exported()) / ("index" + ending));
    std::set<std::string> months;
    for (const auto& row : query({"--stream", "tweets", "--all"}))
      months.insert(row["time"].get<std::string>().substr(0, 7));
    for (const auto& month : months) {
      EXPECT_NE(index.find("pages/twitter/" + month + ending), std::string::npos) << month;
      EXPECT_TRUE(fs::exists(fs::path(exported()) / "pages/twitter" / (month + ending))) << month;
    }
    const json row = query({"--has", "media", "--fields", "time,media", "--limit", "1"})[0];
    const std::string page = text_of(fs::path(exported()) / "pages/twitter" /
                                     (row["time"].get<std::string>().substr(0, 7) + ending));
    const std::string link = "../../media/twitter" + row["media"][0]["path"].get<std::string>().substr(
                                                         std::string("Me/twitter/media").size());
    EXPECT_NE(page.find(link), std::string::npos) << link;
    EXPECT_TRUE(fs::exists(fs::path(exported()) / "pages/twitter" / link));
  }
  EXPECT_FALSE(fs::exists(fs::path(exported()) / "index.html"));
}

TEST_F(KeepingAll, pages_are_searched_and_read_in_a_browser_without_a_server) {
  begin();
  order("post", {{"text", "Crème brûlée & <script>document.title='broken'</script>"}});
  sync({"--only", "tweets"});
  ASSERT_EQ(locker({"export", exported(), "--format", "html"}).code, 0);
  Browser browser(folder.path());
  browser.resize(420, 800);
  browser.open("file://" + exported() + "/index.html");
  browser.type("input[name=words]", "creme brulee\n");
  const auto found = [&] { return browser.run("return document.getElementById('state').textContent"); };
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (found() != "1 found" && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  EXPECT_EQ(found(), "1 found");
  EXPECT_NE(browser.text().find("Crème brûlée & <script>"), std::string::npos) << browser.text();
  browser.click("#results article a");
  EXPECT_NE(browser.address().find("/pages/twitter/"), std::string::npos);
  EXPECT_NE(browser.text().find("Crème brûlée & <script>"), std::string::npos);
  EXPECT_NE(browser.title(), "broken");
  EXPECT_EQ(browser.run("return document.documentElement.scrollWidth <= window.innerWidth"), true);
  EXPECT_EQ(browser.run("return document.querySelectorAll('article:not([hidden])').length > 0"), true);
}

TEST_F(KeepingAll, an_export_leaves_a_folder_of_other_things_alone) {
  begin();
  sync({"--only", "profile"});
  const fs::path documents = folder.path() / "documents";
  fs::create_directory(documents);
  std::ofstream(documents / "letter.txt") << "dear";
  const Outcome refused = locker({"export", documents.string()});
  EXPECT_EQ(refused.code, 2);
  EXPECT_EQ(text_of(documents / "letter.txt"), "dear");
  EXPECT_EQ(locker({"export", "-", "--format", "html"}).code, 2);
}

TEST_F(KeepingAll, what_is_forgotten_is_not_read_through_at_every_sync) {
  begin();
  const Words streams{"--only", "likes,following"};
  sync(streams);
  ASSERT_EQ(locker({"forget", "twitter", "--yes"}).code, 0);
  ASSERT_EQ(sign_in().code, 0);
  sync(streams);  // walks it to the end
  const int before = requests();
  const Outcome again = locker({"sync", "twitter", "--only", "likes,following", "-v"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_LE(requests() - before, 3);
  EXPECT_NE(again.err.find("were forgotten with \"locker forget\", and are not stored again"),
            std::string::npos)
      << again.err;
  EXPECT_TRUE(members("likes").empty());
  EXPECT_NE(locker({"status"}).out.find("ids, which no sync or import brings back"), std::string::npos);
  const std::string liked = order("like")["id"];
  sync(streams);
  EXPECT_EQ(members("likes"), Words{liked});
}

TEST_F(KeepingAll, the_doctor_finds_what_is_wrong_and_says_what_to_do) {
  EXPECT_EQ(locker({"doctor"}).code, 10);
  begin();
  sync();
  const json well = document({"doctor", "--json"});
  EXPECT_EQ(well["well"], true) << well.dump(2);
  chmod(auth_file().c_str(), 0644);
  ASSERT_EQ(locker({"budget", "twitter", "0.0001"}).code, 0);
  const json ill = document({"doctor", "--json"}, 1);
  std::map<std::string, std::string> next;
  for (const auto& finding : ill["findings"])
    if (!finding["well"].get<bool>()) next[finding["what"]] = finding["next"];
  EXPECT_EQ(next["permissions"], "chmod go= " + auth_file().string());
  EXPECT_NE(next["budget"].find("locker budget twitter"), std::string::npos);
  EXPECT_EQ(next.size(), 2u) << ill.dump(2);
  ASSERT_EQ(locker({"auth", "logout", "twitter"}).code, 0);
  const Outcome told = locker({"doctor", "--online"});
  EXPECT_EQ(told.code, 1);
  EXPECT_NE(told.out.find("not signed in"), std::string::npos);
  EXPECT_NE(told.out.find("next: locker auth twitter"), std::string::npos);
  EXPECT_NE(told.out.find("network: X (Twitter) answers"), std::string::npos) << told.out;
}

}  // namespace
}  // namespace locker::test
