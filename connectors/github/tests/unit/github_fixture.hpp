#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "lib/sync/connector.hpp"

namespace locker::test {

/// Reads responses in GitHub's documented format, as the engine would.
class GitHubFixture : public ::testing::Test {
 protected:
  [[nodiscard]] sync::PageQuery query(const std::string& stream, const std::string& part = {},
                                      const std::string& subject = {}) const {
    sync::PageQuery query;
    query.service = {"https://api.example", "42", "octocat", ""};
    query.stream = github->facts().stream(stream);
    query.part = part;
    query.subject = subject;
    query.size = 100;
    return query;
  }

  /// The response is a member, since what is read points into it.
  sync::PageContent read(const sync::PageQuery& asked, std::string body, http::Headers headers = {}) {
    answer = {200, std::move(headers), std::move(body)};
    return github->read_page(asked, answer);
  }
  sync::PageContent read(const std::string& stream, std::string body, http::Headers headers = {}) {
    return read(query(stream), std::move(body), std::move(headers));
  }
  /// Returns the only record of a list with this element.
  store::Observation read_one(const sync::PageQuery& asked, const std::string& element) {
    const auto content = read(asked, "[" + element + "]");
    EXPECT_EQ(content.observations.size(), 1u);
    return content.observations.at(0);
  }
  [[nodiscard]] std::vector<sync::PartFacts> parts(const std::string& stream,
                                                   const std::string& record) const {
    return github->parts(*github->facts().stream(stream), query(stream).service, record);
  }

  std::unique_ptr<sync::Connector> github = sync::make_connector("github");
  http::Response answer;
};

}  // namespace locker::test
