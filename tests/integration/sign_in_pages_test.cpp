#include <gmock/gmock.h>

#include <map>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// The cookies and redirects of a web browser: follows redirects, withholds a Strict cookie on cross-site
/// navigation, and sends Sec-Fetch-Site and Origin.
class NavigatingClient {
 public:
  struct Page {
    int status = 0;
    std::string address, body;
  };

  /// Opens an address as typed, or from outside the browser.
  Page open(const std::string& address) { return go("GET", address, {}, "none"); }
  /// Follows a link, or submits a form, of the current page.
  Page click(const std::string& address) { return go("GET", address, {}, relation(address)); }
  Page submit(const std::string& address, const std::string& form) {
    return go("POST", address, form, relation(address));
  }
  /// Returns all pages shown, concatenated.
  [[nodiscard]] const std::string& seen() const { return seen_; }

 private:
  static std::string origin_of(const std::string& address) {
    return address.substr(0, address.find('/', address.find("://") + 3));
  }
  /// A site is a host with any port; different names of this machine are different sites.
  static std::string site_of(const std::string& address) {
    const std::string origin = origin_of(address);
    return origin.substr(0, origin.rfind(':'));
  }
  [[nodiscard]] std::string relation(const std::string& address) const {
    if (origin_of(address) == origin_of(shown_)) return "same-origin";
    return site_of(address) == site_of(shown_) ? "same-site" : "cross-site";
  }

  Page go(const std::string& method, std::string address, const std::string& form, std::string relation) {
    loopback::Answer answer = ask(method, address, form, relation);
    for (int hops = 0; answer && answer->status / 100 == 3 && hops < 10; ++hops) {
      std::string next = answer->get_header_value("Location");
      if (next.starts_with("/")) next = origin_of(address) + next;
      if (relation != "none" && site_of(next) != site_of(address)) relation = "cross-site";
      address = next;
      answer = ask("GET", address, {}, relation);
    }
    shown_ = address;
    policy_ = answer ? answer->get_header_value("Referrer-Policy") : "";
    Page page{answer ? answer->status : 0, address, answer ? answer->body : ""};
    seen_ += page.body;
    return page;
  }

  loopback::Answer ask(const std::string& method, const std::string& address, const std::string& form,
                       const std::string& relation) {
    const std::string origin = origin_of(address);
    loopback::Client client(origin);
    client.set_follow_location(false);
    client.set_read_timeout(30);
    httplib::Headers headers{{"Accept", "text/html"}, {"Sec-Fetch-Site", relation}};
    const auto cookie = cookies_.find(site_of(address));
    if (cookie != cookies_.end() && relation != "cross-site") headers.emplace("Cookie", cookie->second);
    if (method == "POST") headers.emplace("Origin", policy_ == "no-referrer" ? "null" : origin_of(shown_));
    auto answer = method == "POST" ? client.Post(address.substr(origin.size()), headers, form,
                                                 "application/x-www-form-urlencoded")
                                   : client.Get(address.substr(origin.size()), headers);
    if (answer && answer->has_header("Set-Cookie")) {
      const std::string set = answer->get_header_value("Set-Cookie");
      cookies_[site_of(address)] = set.substr(0, set.find(';'));
    }
    return answer;
  }

  std::map<std::string, std::string> cookies_;
  std::string shown_, policy_, seen_;
};

/// Returns `href` or `action` of the first such element of a page.
std::string attribute(const std::string& page, const std::string& name) {
  const auto at = page.find(name + "=\"");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 2;
  std::string value = page.substr(begin, page.find('"', begin) - begin);
  for (auto amp = value.find("&amp;"); amp != std::string::npos; amp = value.find("&amp;"))
    value.erase(amp + 1, 4);
  return value;
}

class SignInPages : public Serve {
 protected:
  /// The consent page is at another host name of this machine, so that it is another site.
  void serve_with_consent(sandbox::Settings settings = {}) {
    settings.auto_approve = true;
    settings.redirect_uris = {base() + "/Me/twitter/authComplete"};
    start(std::move(settings));
    Variables variables = environment();
    consent = "http://localhost:" + std::to_string(server->port());
    variables["LOCKER_TWITTER_AUTHORIZE"] = consent + "/i/oauth2/authorize";
    process.emplace(command({"serve", "--port", std::to_string(port)}), variables);
    ASSERT_TRUE(process->wait_for_output("login?key="));
    std::ifstream file(home / "token");
    std::getline(file, token);
    client.emplace("127.0.0.1", port);
    client->set_default_headers({{"Authorization", "Bearer " + token}});
    client->set_read_timeout(30);
  }
  [[nodiscard]] std::string base() const { return "http://127.0.0.1:" + std::to_string(port); }
  [[nodiscard]] std::string at(const std::string& path) const { return base() + "/Me/twitter/" + path; }
  int status(const std::string& path) { return client->Get("/Me/twitter/" + path)->status; }
  json pid() {
    return json::parse(client->Get("/map")->body)["installed"]
        .value("twitter", json::object())
        .value("pid", json());
  }
  int token_requests() {
    const json by_path = question("counters")["requests"];
    return by_path.value("token", 0);
  }

  std::string consent;
};

TEST_F(SignInPages, lead_a_person_from_a_fresh_locker_to_the_syncs) {
  serve_with_consent();
  const std::string out = process->output();
  const auto begin = out.find(base() + "/login?key=");
  NavigatingClient browser;
  ASSERT_EQ(browser.open(out.substr(begin, out.find('\n', begin) - begin)).status, 200);

  const auto form = browser.click(at(""));
  ASSERT_EQ(form.status, 200);
  EXPECT_EQ(form.address, at("auth")) << "one visit leads to the form";
  EXPECT_THAT(form.body, HasSubstr(at("authComplete"))) << "the address to register";
  EXPECT_THAT(form.body, Not(HasSubstr("8042"))) << "where another server would be";
  EXPECT_THAT(form.body, Not(HasSubstr("8976"))) << "which is for the command";
  ASSERT_EQ(attribute(form.body, "action"), at("saveAuth"));

  const auto back = browser.submit(at("saveAuth"), "client_id=sandbox-client&client_secret=&budget=none");
  EXPECT_EQ(back.status, 401) << "a Strict cookie does not come along from another site";
  EXPECT_THAT(back.address, StartsWith(at("authComplete?")));
  const auto syncs = browser.click(attribute(back.body, "href"));
  ASSERT_EQ(syncs.status, 200) << syncs.body;
  EXPECT_EQ(syncs.address, at(""));
  EXPECT_THAT(syncs.body, HasSubstr("action=\"" + at("likes") + "\""));

  const auto after = browser.submit(at("likes"), "");
  EXPECT_EQ(after.address, at("")) << "and back to the page";
  EXPECT_EQ(members("likes"), truth("likes"));
  const json secrets = json::parse(text_of(auth_file()));
  EXPECT_FALSE(secrets.contains("origin")) << "nobody pasted it";
  EXPECT_EQ(secrets["asked_scopes"].size(), secrets["scopes"].size());
  EXPECT_THAT(browser.seen(), Not(HasSubstr(secrets["access_token"].get<std::string>())));
}

TEST_F(SignInPages, say_what_went_wrong_and_keep_nothing_of_it) {
  sandbox::Settings settings;
  settings.client_secret = "hush-hush";
  serve_with_consent(settings);
  client->set_follow_location(false);
  const auto post = [&](const std::string& form) {
    return client->Post("/Me/twitter/saveAuth", form, "application/x-www-form-urlencoded");
  };
  for (const char* form :
       {"", "client_id=", "client_id=a&budget=lots", "client_id=a&client_secret=hush-hush&budget=-1"}) {
    const auto answer = post(form);
    EXPECT_EQ(answer->status, 400) << form;
    EXPECT_THAT(answer->body, HasSubstr("class=\"bad\"")) << form;
    EXPECT_THAT(answer->body, Not(HasSubstr("hush-hush"))) << "a secret is never shown again";
  }
  EXPECT_EQ(client->Get("/Me/twitter/saveAuth?client_id=a&client_secret=b")->status, 405);
  EXPECT_EQ(status("authComplete?code=x&state=foreign"), 400);
  EXPECT_EQ(status("authComplete"), 400);

  const auto come_back = [&](const std::string& secret) {
    const std::string address =
        post("client_id=sandbox-client&client_secret=" + secret)->get_header_value("Location");
    const std::string back = control->Get(address.substr(consent.size()))->get_header_value("Location");
    return client->Get(back.substr(base().size()));
  };
  order("oauth", {{"deny_next", true}});
  EXPECT_EQ(come_back("hush-hush")->status, 400) << "denied";
  EXPECT_EQ(come_back("wrong")->status, 400) << "the service does not know the app";
  EXPECT_FALSE(std::filesystem::exists(auth_file()));
  EXPECT_FALSE(std::filesystem::exists(home / "Me" / "twitter" / "client_secret"));
  EXPECT_EQ(come_back("hush-hush")->status, 302) << "and then it is right";
  EXPECT_TRUE(std::filesystem::exists(auth_file()));
}

TEST_F(SignInPages, take_an_answer_once) {
  serve_with_consent();
  client->set_follow_location(false);
  const std::string address =
      client->Post("/Me/twitter/saveAuth", "client_id=sandbox-client", "application/x-www-form-urlencoded")
          ->get_header_value("Location");
  const std::string back = control->Get(address.substr(consent.size()))->get_header_value("Location");
  const std::string state = back.substr(back.find("state="));
  order("fault", {{"match", "token"}, {"kind", "reset"}});
  EXPECT_EQ(client->Get(back.substr(base().size()))->status, 400) << "the service could not be reached";
  EXPECT_EQ(client->Get(back.substr(base().size()))->status, 400) << "its state is used up";
  EXPECT_FALSE(std::filesystem::exists(auth_file()));
}

TEST_F(SignInPages, come_and_go_with_the_sign_in_though_the_process_stays) {
  start();
  serve();
  EXPECT_EQ(status("auth"), 200);
  EXPECT_EQ(status("likes"), 404);
  EXPECT_EQ(status("rate_limit_status"), 404);
  const json process_id = pid();
  ASSERT_TRUE(process_id.is_null() || process_id.is_number());
  ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0) << "from a shell";
  for (const char* path : {"auth", "saveAuth", "authComplete?code=x&state=y"})
    EXPECT_EQ(status(path), 404) << path;
  EXPECT_EQ(status("likes"), 200);
  EXPECT_EQ(status("rate_limit_status"), 200);
  const json signed_in = pid();
  ASSERT_EQ(locker({"auth", "logout", "twitter"}).code, 0);
  EXPECT_EQ(status("auth"), 200);
  EXPECT_EQ(status("likes"), 404);
  EXPECT_EQ(status("current/likes"), 200) << "what is stored stays";
  EXPECT_EQ(pid(), signed_in) << "one and the same process";
}

}  // namespace
}  // namespace locker::test
