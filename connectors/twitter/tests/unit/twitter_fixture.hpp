#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <string>

#include "lib/sync/connector.hpp"

namespace locker::test {

/// Reads synthetic responses of X as the engine would.
class TwitterFixture : public ::testing::Test {
 protected:
  [[nodiscard]] sync::PageQuery query(const std::string& stream, const std::string& part = {}) const {
    sync::PageQuery query;
    query.service = {"https://api.example", "42", "me", ""};
    query.stream = twitter->facts().stream(stream);
    query.part = part;
    query.size = 100;
    return query;
  }

  /// The response is a member, since what is read points into it.
  sync::PageContent read(const std::string& stream, std::string text, const std::string& part = {}) {
    answer = {200, {}, std::move(text)};
    return twitter->read_page(query(stream, part), answer);
  }

  /// Returns the only post of a page of tweets with these includes.
  store::Observation read_post(const std::string& post, const std::string& includes = "{}") {
    return read("tweets",
                R"({"data":[)" + post + R"(],"includes":)" + includes + R"(,"meta":{"result_count":1}})")
        .observations.front();
  }

  static const store::Observation& find(const sync::PageContent& content, const std::string& key) {
    return *std::ranges::find(content.observations, key, &store::Observation::key);
  }

  std::unique_ptr<sync::Connector> twitter = sync::make_connector("twitter");
  http::Response answer;
};

}  // namespace locker::test
