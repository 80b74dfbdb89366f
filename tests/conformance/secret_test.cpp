// What must never be seen.
#include <algorithm>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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
  void expect_silence(const std::string& text, const std::string& where) const {
    for (const auto& secret : secrets()) EXPECT_EQ(text.find(secret), std::string::npos) << where;
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

TEST_P(Secrets, are_in_no_message_about_a_sign_in_that_is_over) {
  begin();
  const Words known = secrets();
  stage->expire_tokens();
  stage->revoke_consent();
  const Outcome outcome = sync({"-v", "-v", "-v"}, kSignInNeeded);
  for (const auto& secret : known) EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(secret)));
}

TEST_P(Secrets, are_in_no_file_but_one) {
  begin();
  sync();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home)) {
    if (!entry.is_regular_file()) continue;
    const auto readable_by_others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    EXPECT_EQ(entry.status().permissions() & readable_by_others, std::filesystem::perms::none)
        << entry.path();
    if (entry.path().filename() != "auth.json") expect_silence(text_of(entry.path()), entry.path().string());
  }
}

TEST_P(Secrets, are_in_no_address) {
  begin();
  sync();
  for (const auto& one : relay->passed()) expect_silence(one.target, one.target);
}

}  // namespace
}  // namespace locker::conformance
