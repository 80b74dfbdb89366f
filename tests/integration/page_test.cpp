#include <gmock/gmock.h>

#include <regex>

#include "tests/integration/browser.hpp"
#include "tests/integration/misbehaving_services_fixture.hpp"

/// Core's pages in a real browser.
namespace locker::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// A site other than core, like a service's consent page.
class OtherSite {
 public:
  explicit OtherSite(const std::string& link) {
    server_.Get("/", [link](const httplib::Request&, httplib::Response& response) {
      response.set_content("<a id=\"back\" href=\"" + link + "\">back</a>", "text/html");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~OtherSite() {
    server_.stop();
    thread_.join();
  }
  std::string address() const { return "http://localhost:" + std::to_string(port_) + "/"; }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

class Page : public MisbehavingServices {
 protected:
  void open() {
    serve();
    ASSERT_TRUE(process->wait_for_output("login?key="));
    const std::string printed = process->output();
    const auto begin = printed.rfind("http://", printed.find("/login?key="));
    browser.emplace(folder.path());
    browser->open(printed.substr(begin, printed.find_first_of(" \n", begin) - begin));
  }
  std::string base() const { return "http://127.0.0.1:" + std::to_string(port); }
  /// True if nothing is outside the window.
  bool fits() { return browser->run("return document.documentElement.scrollWidth <= window.innerWidth"); }
  /// Stores a screenshot for inspection in the folder LOCKER_SCREENSHOTS, if set.
  void keep_picture(const std::string& name) {
    const char* const where = std::getenv("LOCKER_SCREENSHOTS");
    if (where) std::ofstream(std::filesystem::path(where) / (name + ".base64")) << browser->screenshot();
  }
  void TearDown() override {
    browser.reset();
    MisbehavingServices::TearDown();
  }
  std::optional<Browser> browser;
};

TEST_F(Page, shows_accounts_streams_runs_and_errors_on_a_desk_and_on_a_phone) {
  keep({"calm", "exits-at-once"});
  start();
  ASSERT_EQ(sign_in().code, 0);
  for (const char* stream : {"likes", "tweets", "followers", "bookmarks", "bookmark-folders"})
    sync({"--only", stream});
  open();
  EXPECT_EQ(browser->address(), base() + "/");
  EXPECT_EQ(browser->title(), "locker");
  (void)client->Get("/Me/calm/fine");
  // The schedule starts with everything that is overdue, one stream after the other. Hourly calls are spread
  // by up to a tenth of an hour.
  EXPECT_TRUE(eventually([&] {
    browser->open(base() + "/");
    return std::regex_search(browser->text(), std::regex("in (5\\d min|1 h)"));
  }));
  EXPECT_THAT(browser->text(),
              AllOf(HasSubstr("twitter"), HasSubstr("likes"), HasSubstr("this month of $10.00"),
                    HasSubstr("next run"), HasSubstr("now"), HasSubstr("calm")));
  for (const auto& [name, width] : {std::pair("desk", 1'280), std::pair("phone", 390)}) {
    browser->resize(width, 1'400);
    browser->open(base() + "/");
    EXPECT_TRUE(fits()) << name;
    keep_picture(name);
  }
}

TEST_F(Page, names_streams_in_whole_words_on_a_phone) {
  start();
  ASSERT_EQ(sign_in().code, 0);
  open();
  browser->resize(390, 1'400);
  browser->open(base() + "/Me/twitter/");
  EXPECT_THAT(browser->text(), AllOf(HasSubstr("bookmark-folders"), HasSubstr("Sync")));
  EXPECT_TRUE(fits());
  EXPECT_EQ(browser->run("return [...document.querySelectorAll('td a')].map(link => link.innerText)"
                         ".filter((word, at) => !word.includes('-') &&"
                         " document.querySelectorAll('td a')[at].getClientRects().length > 1)"),
            json::array());
  keep_picture("phone-syncs");
}

TEST_F(Page, finds_what_is_kept) {
  keep({"calm"});
  serve();
  for (const char* text : {"A heron stood in the harbour", "harbour \u202Egnp.exe",
                           "<script>document.title='stolen'</script> harbour"})
    ASSERT_EQ(client
                  ->Post("/core/calm/event",
                         json{{"type", "note/test"}, {"obj", {{"id", text}, {"text", text}}}}.dump(),
                         "application/json")
                  ->status,
              200);
  end_with(SIGTERM);
  open();
  browser->type("input[name=q]", "harbour");
  browser->click("form[role=search] button");
  EXPECT_TRUE(eventually([&] { return browser->address() == base() + "/?q=harbour"; }));
  EXPECT_THAT(browser->text(), AllOf(HasSubstr("A heron stood in the harbour"), HasSubstr("<script>")));
  EXPECT_EQ(browser->title(), "locker");
  EXPECT_THAT(browser->text(), HasSubstr("harbour <U+202E>gnp.exe")) << "it is read as it was written";
  keep_picture("found");
  browser->open(base() + "/?q=%22");
  EXPECT_THAT(browser->text(), HasSubstr("quote")) << "an open quote is said to be one";
  browser->open(base() + "/?q=nowhere-to-be-found");
  EXPECT_THAT(browser->text(), HasSubstr("Nothing."));
}

TEST_F(Page, lets_a_person_pause_and_resume_what_runs_by_itself) {
  start();
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  open();
  browser->click("form[action='/core/twitter/pause'] button");
  EXPECT_TRUE(eventually([&] { return browser->text().find("paused") != std::string::npos; }));
  EXPECT_EQ(browser->address(), base() + "/");
  browser->click("form[action='/core/twitter/resume'] button");
  EXPECT_TRUE(eventually([&] { return browser->text().find("paused") == std::string::npos; }));
}

TEST_F(Page, leads_through_sign_in_to_a_first_sync) {
  sandbox::Settings settings;
  settings.redirect_uris = {base() + "/Me/twitter/authComplete"};
  start(std::move(settings));
  open();
  browser->open(base() + "/Me/twitter/");
  browser->type("input[name=client_id]", "sandbox-client");
  browser->click("form button");
  EXPECT_TRUE(eventually([&] { return browser->text().find("wants to access") != std::string::npos; }));
  browser->click("button[value=authorize]");
  EXPECT_TRUE(eventually([&] { return browser->text().find("Go on") != std::string::npos; }));
  browser->click("a");
  EXPECT_TRUE(eventually([&] { return browser->address() == base() + "/Me/twitter/"; })) << browser->text();
  keep_picture("signed-in");
  browser->click("form[action$='/Me/twitter/likes'] button");
  EXPECT_TRUE(eventually([&] { return members("likes") == truth("likes"); })) << browser->text();
}

TEST_F(Page, leads_back_from_another_site_with_one_click) {
  keep({"calm"});
  open();
  const OtherSite consent(base() + "/Me/calm/head?code=abc");
  browser->open(consent.address());
  browser->click("#back");
  EXPECT_TRUE(eventually([&] { return browser->text().find("Go on") != std::string::npos; }))
      << "the cookie does not come along from another site";
  keep_picture("go-on");
  browser->click("a");
  EXPECT_TRUE(
      eventually([&] { return browser->text().find("GET /head?code=abc HTTP/1.1") != std::string::npos; }));
  EXPECT_EQ(browser->address(), base() + "/Me/calm/head?code=abc");
}

TEST_F(Page, is_not_shown_to_another_browser) {
  keep({"calm"});
  open();
  browser.reset();
  std::filesystem::create_directories(folder.path() / "another");
  browser.emplace(folder.path() / "another");
  browser->open(base() + "/");
  EXPECT_THAT(browser->text(), AllOf(HasSubstr("Go on"), HasSubstr("not signed in")));
}

}  // namespace
}  // namespace locker::test
