#include "lib/rows/page_address.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace locker::connectors::github {

const connector::Descriptor& facts();

namespace {

std::string page_of(const std::string& type, const std::string& json) {
  const auto found = std::ranges::find(facts().types, type, &connector::Type::name);
  return rows::plain(rows::page_address(json, *found));
}

std::string page_of_event(const std::string& payload) {
  return page_of(
      "event/github",
      R"({"repo":{"name":"o/r","url":"https://api.github.com/repos/o/r"},"payload":)" + payload + "}");
}

TEST(GitHubPageAddress, of_an_event_is_what_it_is_about) {
  EXPECT_EQ(page_of_event(R"({"issue":{"html_url":"https://g/o/r/issues/7"}})"), "https://g/o/r/issues/7");
  EXPECT_EQ(page_of_event(
                R"({"issue":{"html_url":"https://g/o/r/issues/7"},"comment":{"html_url":"https://g/c"}})"),
            "https://g/c");
  EXPECT_EQ(
      page_of_event(R"({"pull_request":{"url":"https://api.github.com/repos/o/r/pulls/9","number":9}})"),
      "https://github.com/o/r/pull/9");
  EXPECT_EQ(page_of_event(R"({"before":"a1","head":"b2","ref":"refs/heads/main"})"),
            "https://github.com/o/r/compare/a1...b2");
  EXPECT_EQ(page_of_event(R"({"release":{"html_url":"https://g/o/r/releases/tag/v1"}})"),
            "https://g/o/r/releases/tag/v1");
  EXPECT_EQ(page_of_event(R"({"action":"started"})"), "https://github.com/o/r");
}

TEST(GitHubPageAddress, of_a_notification_is_what_it_tells_of_or_the_repository) {
  const auto page_of_subject = [](const std::string& url) {
    return page_of("notification/github",
                   R"({"repository":{"html_url":"https://g/o/r"},"subject":{"url":)" + url + "}}");
  };
  EXPECT_EQ(page_of_subject(R"("https://api.g/repos/o/r/pulls/9")"), "https://g/o/r/pull/9");
  EXPECT_EQ(page_of_subject(R"("https://api.g/repos/o/r/issues/7")"), "https://g/o/r/issues/7");
  EXPECT_EQ(page_of_subject(R"("https://api.g/repos/o/r/commits/ab12")"), "https://g/o/r/commit/ab12");
  EXPECT_EQ(page_of_subject(R"("https://api.g/repos/o/r/releases/1")"), "https://g/o/r");
  EXPECT_EQ(page_of_subject("null"), "https://g/o/r");
}

}  // namespace
}  // namespace locker::connectors::github
