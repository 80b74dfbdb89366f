#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::example {
std::unique_ptr<sync::Connector> make();
}

namespace locker {
namespace {

using testing::SizeIs;

/// Reads responses as the engine would.
class ExampleTest : public ::testing::Test {
 protected:
  [[nodiscard]] sync::PageQuery query(const std::string& stream) const {
    sync::PageQuery query;
    query.service = {"https://api.example.invalid", "1", "me", ""};
    query.stream = example->facts().stream(stream);
    query.size = 50;
    return query;
  }
  sync::PageContent read(const std::string& stream, std::string body) {
    answer = {200, {}, std::move(body)};
    return example->read_page(query(stream), answer);
  }

  std::unique_ptr<sync::Connector> example = connectors::example::make();
  http::Response answer;
};

TEST_F(ExampleTest, words_requests) {
  sync::PageQuery next = query("notes");
  EXPECT_EQ(example->page_request(next).url, "https://api.example.invalid/notes?size=50");
  next.token = "a/b";
  EXPECT_EQ(example->page_request(next).url, "https://api.example.invalid/notes?size=50&cursor=a%2Fb");
  EXPECT_EQ(example->page_request(query("profile")).url, "https://api.example.invalid/me");
}

TEST_F(ExampleTest, reads_notes_in_their_order_with_their_bytes) {
  const auto content = read(
      "notes",
      R"({"notes":[{"id":"2","text":"Two", "changed":"2026-01-02T00:00:00Z"},)"
      R"({"id":"1","text":"One","created":"2026-01-01T00:00:00Z","changed":"2026-01-01T00:00:00Z"}],"next":"n"})");
  ASSERT_THAT(content.observations, SizeIs(2));
  EXPECT_EQ(content.observations[0].raw, R"({"id":"2","text":"Two", "changed":"2026-01-02T00:00:00Z"})");
  EXPECT_EQ(content.observations[1].time, parse_rfc3339("2026-01-01T00:00:00Z"));
  EXPECT_EQ(content.newest, "2026-01-02T00:00:00Z");
  EXPECT_EQ(content.oldest, "2026-01-01T00:00:00Z");
  EXPECT_EQ(content.next_token, "n");
}

TEST_F(ExampleTest, reads_who_is_signed_in) {
  EXPECT_EQ(read("profile", R"({"id":"1","name":"me"})").observations.front().name, "me");
  EXPECT_EQ(example->read_identity(R"({"id":"1","name":"me"})").user_id, "1");
}

TEST_F(ExampleTest, refuses_what_it_cannot_read_whole) {
  for (const char* body : {"", "[]", "{}", R"({"notes":[{}]})", R"({"notes":[{"id":"1"}]})", R"({"notes":[)"})
    EXPECT_THROW(read("notes", body), Error) << body;
  EXPECT_THROW(read("notes", R"({"notes":[],"next":7})"), Error) << "not the last page";
  EXPECT_THROW(read("profile", "{}"), Error);
}

TEST_F(ExampleTest, says_what_refusals_mean) {
  EXPECT_EQ(example->judge(query("notes"), {401, {}, ""}).refusal, sync::Refusal::sign_in);
  EXPECT_EQ(example->judge(query("notes"), {429, {}, ""}).refusal, sync::Refusal::rate_limit);
  EXPECT_EQ(example->judge(query("notes"), {503, {}, ""}).refusal, sync::Refusal::service);
  sync::PageQuery next = query("notes");
  next.token = "old";
  EXPECT_EQ(example->judge(next, {400, {}, ""}).refusal, sync::Refusal::token_refused);
}

}  // namespace
}  // namespace locker
