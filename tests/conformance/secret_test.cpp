// What must never be seen.
#include <algorithm>

#include "tests/conformance/elsewhere.hpp"
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kScheme = "http://";

class Secrets : public Suite {
 protected:
  /// What was given out, and what was got since by refreshes.
  [[nodiscard]] Words secrets() const {
    Words all = stage->secrets();
    const json stored = json::parse(text_of(home / "Me" / id() / "auth.json"));
    collect(stored, all);
    return all;
  }
  static void collect(const json& value, Words& all) {
    for (const auto& [name, member] : value.items()) {
      const bool is_secret =
          name.find("token") != std::string::npos || name.find("secret") != std::string::npos;
      if (member.is_object()) collect(member, all);
      const std::string text = member.is_string() ? member.get<std::string>() : "";
      if (is_secret && text.size() > 8) all.push_back(text);
    }
  }
  /// Another host, whose port begins with all digits of the port at which the service now is.
  std::unique_ptr<Elsewhere> begin_beside_a_look_alike() {
    auto pair = look_alike_ports();
    begin(Size::paged, pair.port);
    return std::move(pair.look_alike);
  }
  /// One sync in which all addresses that answers tell lead there.
  void lead_to(const std::string& origin) {
    loopback::Fault away;
    away.kind = "led_away";
    away.body = origin;
    away.times = 0;
    relay->order(away);
    sync_astray(origin);
  }
  /// One sync in which every answer but the first sends the program there.
  void redirect_to(const std::string& target) {
    loopback::Fault away;
    away.status = 302;
    away.headers = {{"Location", target}};
    away.times = 0;
    away.after = 1;
    relay->order(away);
    sync_astray(target);
  }
  void sync_astray(const std::string& where) {
    const Outcome outcome = locker({"sync", id(), "--full"});
    EXPECT_THAT(outcome.code, AnyOf(kDone, kPartly)) << where << ": " << outcome.err;
    relay->remove_faults();
  }
  void expect_no_secret_at(const Elsewhere& host, const std::string& where) const {
    for (const auto& call : host.calls()) {
      EXPECT_FALSE(loopback::header(call.headers, "Authorization")) << where << " " << call.target;
      expect_silence(call.target + call.body, where);
      for (const auto& [name, value] : call.headers) expect_silence(value, where);
    }
  }
  void expect_silence(const std::string& text, const std::string& where) const {
    for (const auto& secret : secrets()) EXPECT_EQ(text.find(secret), std::string::npos) << where;
  }
  /// Only the owner may read what there is, and only one file tells them.
  void expect_silence_in_files() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home)) {
      if (!entry.is_regular_file()) continue;
      const auto readable_by_others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
      EXPECT_EQ(entry.status().permissions() & readable_by_others, std::filesystem::perms::none)
          << entry.path();
      if (entry.path().filename() != "auth.json")
        expect_silence(text_of(entry.path()), entry.path().string());
    }
  }
  void expect_silence(const Outcome& outcome, const std::string& where) const {
    expect_silence(outcome.out + outcome.err, where);
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Secrets);

TEST_P(Secrets, are_in_no_output_at_any_level) {
  begin();
  ASSERT_FALSE(secrets().empty());
  for (const Words& level : {Words{}, {"-v"}, {"-v", "-v"}, {"-v", "-v", "-v"}, {"--quiet"}, {"--json"}}) {
    expect_silence(sync(level), "sync");
    loopback::Fault trouble;
    for (const char* kind : {"status", "reset", "cut", "spoilt"}) {
      trouble.kind = kind;
      trouble.body = trouble.kind == "spoilt" ? "half" : "";
      relay->order(trouble);
      Words words{"sync", id(), "--full"};
      words.insert(words.end(), level.begin(), level.end());
      expect_silence(locker(words), kind);
      relay->remove_faults();
    }
  }
  for (const Words& words : {Words{"status"},
                             {"status", "--json"},
                             {"auth", "status"},
                             {"auth", "status", "--json"},
                             {"connectors", "--json"},
                             {"query", "--raw", "--all"},
                             {"history", "--after", "0"}})
    expect_silence(locker(words), words.front());
}

TEST_P(Secrets, are_in_no_message_about_a_request_that_its_answer_repeats) {
  begin();
  for (const int status : {400, 401, 403, 404, 410, 422, 429, 451, 500}) {
    loopback::Fault echo = fault("echoed");
    echo.status = status;
    echo.times = 0;
    relay->order(echo);
    const Words before = secrets();
    const Outcome outcome = locker({"sync", id(), "-v", "-v", "-v"});
    relay->remove_faults();
    for (const auto& secret : before)
      EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(secret))) << status;
    expect_silence(outcome, std::to_string(status));
  }
  expect_silence_in_files();
}

TEST_P(Secrets, are_in_no_message_about_a_sign_in_that_is_over) {
  begin();
  const Words known = secrets();
  ASSERT_FALSE(known.empty());
  stage->expire_tokens();
  stage->revoke_consent();
  const Outcome outcome = sync({"-v", "-v", "-v"}, kSignInNeeded);
  for (const auto& secret : known) EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(secret)));
}

TEST_P(Secrets, are_in_no_file_but_one) {
  begin();
  sync();
  expect_silence_in_files();
}

TEST_P(Secrets, go_to_no_other_host_that_an_answer_leads_to) {
  const auto look_alike = begin_beside_a_look_alike();
  const Elsewhere other;
  const Words origins{other.base(), relay->base() + "@" + other.base().substr(kScheme.size()),
                      look_alike->base()};
  for (const auto& origin : origins) {
    lead_to(origin);
    expect_no_secret_at(other, origin);
    expect_no_secret_at(*look_alike, origin);
  }
  sync();
  for (const auto& stream : facts().streams)
    if (stream.on_by_default) expect_all_of(stream.name);
}

TEST_P(Secrets, go_to_no_other_host_that_a_redirect_leads_to) {
  const auto look_alike = begin_beside_a_look_alike();
  const Elsewhere other;
  for (const std::string& target : {other.base() + "/", look_alike->base() + "/"}) {
    redirect_to(target);
    expect_no_secret_at(other, target);
    expect_no_secret_at(*look_alike, target);
  }
}

TEST_P(Secrets, are_in_no_address) {
  begin();
  sync();
  const auto passed = relay->passed();
  ASSERT_FALSE(passed.empty());
  ASSERT_FALSE(secrets().empty());
  for (const auto& one : passed) expect_silence(one.target, one.target);
}

}  // namespace
}  // namespace locker::conformance
