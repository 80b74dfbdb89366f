#include "connectors/twitter/tests/unit/twitter_fixture.hpp"
#include "lib/base/error.hpp"

namespace locker {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using PagesTest = test::TwitterFixture;

template <class Read>
ErrorKind kind_thrown_by(Read read) {
  try {
    read();
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorKind::internal;
}

TEST_F(PagesTest, without_data_are_empty_where_they_say_so) {
  const auto content = read("likes", R"({"meta":{"result_count":0}})");
  EXPECT_THAT(content.members, IsEmpty());
  EXPECT_EQ(content.next_token, "");
}

TEST_F(PagesTest, whose_data_are_null_are_read_as_without) {
  const auto content =
      read("likes", R"({"data":null,"includes":null,"errors":null,"meta":{"result_count":0}})");
  EXPECT_THAT(content.members, IsEmpty());
  EXPECT_EQ(kind_thrown_by([&] { read("likes", R"({"data":null})"); }), ErrorKind::malformed);
  EXPECT_EQ(kind_thrown_by([&] { read("likes", R"({"data":null,"meta":{"result_count":3}})"); }),
            ErrorKind::malformed);
}

TEST_F(PagesTest, without_data_may_still_have_a_next_one) {
  EXPECT_EQ(read("likes", R"({"meta":{"result_count":0,"next_token":"n"}})").next_token, "n");
}

TEST_F(PagesTest, that_say_nothing_are_not_taken_for_empty) {
  for (const char* text : {"{}", "[]", "7", R"({"meta":{"result_count":3}})"})
    EXPECT_EQ(kind_thrown_by([&] { read("likes", text); }), ErrorKind::malformed) << text;
}

TEST_F(PagesTest, that_are_cut_or_broken_anywhere_are_unread) {
  for (const char* text :
       {R"({"data":[{"id":"1","text":"a"}],"meta":{"result_c)", R"({"data":[{"id":"1"}],"meta":{"a":tru}})",
        R"({"data":[{"id":"1","text":"\x"}],"meta":{}})", R"({"data":[{"id":"1"}],"meta":{}} garbage)",
        "<html>busy</html>", ""})
    EXPECT_EQ(kind_thrown_by([&] { read("tweets", text); }), ErrorKind::malformed) << text;
}

TEST_F(PagesTest, with_an_object_without_id_are_unread) {
  EXPECT_EQ(kind_thrown_by([&] { read("tweets", R"({"data":[{"id":"1"},{"text":"x"}],"meta":{}})"); }),
            ErrorKind::malformed);
  EXPECT_EQ(kind_thrown_by([&] {
              read("tweets", R"({"data":[{"id":"1"}],"includes":{"users":[{"name":"x"}]},"meta":{}})");
            }),
            ErrorKind::malformed);
}

TEST_F(PagesTest, with_a_broken_paging_part_are_unread_and_not_the_last_one) {
  for (const char* rest : {"", R"(,"meta":[])", R"(,"meta":"x")", R"(,"meta":null)",
                           R"(,"meta":{"next_token":7})", R"(,"meta":{"next_token":{"a":1}})",
                           R"(,"meta":{"next_token":["n"]})", R"(,"meta":{"next_token":true})",
                           R"(,"meta":{"result_count":"x"})", R"(,"meta":{"result_count":[]})"})
    for (const char* stream : {"followers", "tweets"})
      EXPECT_EQ(kind_thrown_by([&] { read(stream, R"({"data":[{"id":"1"}])" + std::string(rest) + "}"); }),
                ErrorKind::malformed)
          << rest;
  EXPECT_EQ(read("followers", R"({"data":[{"id":"1"}],"meta":{"next_token":null}})").next_token, "");
}

TEST_F(PagesTest, that_count_more_than_they_list_prove_nothing) {
  const auto content = read("followers", R"({"data":[{"id":"1"}],"meta":{"result_count":2}})");
  EXPECT_TRUE(content.is_truncated);
  EXPECT_THAT(content.left_out, HasSubstr("counts more"));
  EXPECT_FALSE(read("followers", R"({"data":[{"id":"1"}],"meta":{"result_count":1}})").is_truncated);
}

TEST_F(PagesTest, whose_lists_are_no_lists_are_unread) {
  for (const char* text :
       {R"({"data":7,"meta":{}})", R"({"data":"x","meta":{}})", R"({"data":{"id":"1"},"meta":{}})",
        R"({"data":[{"id":"1"}],"includes":[],"meta":{}})",
        R"({"data":[{"id":"1"}],"includes":"x","meta":{}})",
        R"({"data":[{"id":"1"}],"includes":{"users":"x"},"meta":{}})",
        R"({"data":[{"id":"1"}],"includes":{"users":{"id":"7"}},"meta":{}})",
        R"({"data":[{"id":"1"}],"includes":{"media":7},"meta":{}})"})
    EXPECT_EQ(kind_thrown_by([&] { read("tweets", text); }), ErrorKind::malformed) << text;
  EXPECT_EQ(kind_thrown_by([&] { read("profile", R"({"data":"x"})"); }), ErrorKind::malformed);
}

TEST_F(PagesTest, with_an_error_of_the_older_format_alone_tell_its_message) {
  const auto refusal = [&](const std::string& text) -> std::string {
    try {
      read("tweets", text);
    } catch (const Error& error) {
      return std::string(name_of(error.kind())) + ": " + error.what();
    }
    return "nothing was thrown";
  };
  EXPECT_EQ(refusal(R"({"errors":[{"code":88,"message":"Rate limit exceeded"}]})"),
            "rate-limit: X answered: Rate limit exceeded");
  EXPECT_EQ(refusal(R"({"errors":[{"code":453,"message":"No access"}]})"),
            "forbidden: X answered: No access");
}

TEST_F(PagesTest, with_only_errors_are_a_refusal_and_no_end_of_the_stream) {
  EXPECT_EQ(kind_thrown_by([&] {
              read("likes", R"({"errors":[{"title":"Authorization Error","detail":"Sorry",)"
                            R"("type":"https://api.twitter.com/2/problems/not-authorized-for-resource"}]})");
            }),
            ErrorKind::forbidden);
}

TEST_F(PagesTest, keep_errors_beside_data_as_notices) {
  const auto content = read(
      "likes",
      R"({"data":[{"id":"1","text":"a"}],"errors":[{"resource_type":"tweet","resource_id":"5","parameter":"referenced_tweets.id",)"
      R"("type":"https://api.x.com/2/problems/resource-not-found","title":"Not Found Error"}],"meta":{"result_count":1}})");
  ASSERT_EQ(content.notices.size(), 1u);
  EXPECT_EQ(content.notices[0].key, "5");
  EXPECT_EQ(content.notices[0].problem, "resource-not-found");
  EXPECT_EQ(content.members.size(), 1u);
}

TEST_F(PagesTest, tell_the_greatest_and_least_id_by_number) {
  const auto content = read("tweets", R"({"data":[{"id":"1000"},{"id":"999"},{"id":"1001"}],"meta":{}})");
  EXPECT_EQ(content.newest, "1001");
  EXPECT_EQ(content.oldest, "999");
}

TEST_F(PagesTest, of_people_find_name_bio_and_place) {
  const auto content = read(
      "followers",
      R"({"data":[{"id":"7","username":"ann","name":"Ann &amp; Co","description":"likes https://t.co/a","location":"Bonn",)"
      R"("entities":{"description":{"urls":[{"url":"https://t.co/a","expanded_url":"https://a.example"}]}}}],"meta":{"result_count":1}})");
  const auto& ann = content.observations.front();
  EXPECT_EQ(ann.name, "@ann");
  EXPECT_EQ(ann.text, "Ann & Co\nlikes https://a.example\nBonn");
  EXPECT_EQ(ann.time, std::nullopt);
  EXPECT_EQ(ann.shape, "user");
}

TEST_F(PagesTest, of_the_profile_hold_one_object) {
  const auto content = read("profile", R"({"data":{"id":"42","username":"me","name":"Me"}})");
  EXPECT_EQ(content.observations.front().type, "profile/twitter");
  EXPECT_EQ(content.observations.front().raw, R"({"id":"42","username":"me","name":"Me"})");
  EXPECT_EQ(content.charges.front().price, 10'000);
}

TEST_F(PagesTest, of_lists_and_messages_become_their_types) {
  const auto list = read("lists",
                         R"({"data":[{"id":"3","name":"birds","description":"who sing","owner_id":"42",)"
                         R"("created_at":"2020-01-02T03:04:05.000Z"}],"meta":{"result_count":1}})",
                         "owned");
  EXPECT_EQ(list.observations.front().type, "list/twitter");
  EXPECT_EQ(list.observations.front().name, "birds");
  EXPECT_EQ(list.observations.front().text, "birds\nwho sing");
  const auto message =
      read("dms", R"({"data":[{"id":"4","event_type":"MessageCreate","text":"hi","sender_id":"7"}],)"
                  R"("meta":{"result_count":1}})");
  EXPECT_EQ(message.observations.front().type, "message/twitter");
  EXPECT_EQ(message.observations.front().author, "7");
}

TEST_F(PagesTest, of_messages_tell_who_joined_and_who_left) {
  const auto text_of = [&](const std::string& event) {
    return read("dms", R"({"data":[{"id":"4",)" + event + R"(}],"meta":{"result_count":1}})")
        .observations.front()
        .text;
  };
  EXPECT_EQ(text_of(R"("event_type":"ParticipantsJoin","participant_ids":["8","9"],"sender_id":"7")"),
            "added 8, 9");
  EXPECT_EQ(text_of(R"("event_type":"ParticipantsJoin","participant_ids":["7"],"sender_id":"7")"), "joined");
  EXPECT_EQ(text_of(R"("event_type":"ParticipantsLeave","participant_ids":["8"])"), "left: 8");
  EXPECT_EQ(text_of(R"("event_type":"ParticipantsLeave","sender_id":"7")"), "left");
}

TEST_F(PagesTest, name_the_person_who_is_signed_in) {
  const auto identity = twitter->read_identity(R"({"data":{"id":"42","username":"me","name":"Me"}})");
  EXPECT_EQ(identity.user_id, "42");
  EXPECT_EQ(identity.handle, "me");
}

class LookupTest : public test::TwitterFixture {
 protected:
  sync::LookupContent look_up(std::vector<std::string> ids, std::string text) {
    answer.body = std::move(text);
    sync::LookupQuery query;
    query.ids = std::move(ids);
    return twitter->read_lookup(query, answer.body);
  }
};

constexpr char kGone[] =
    R"("resource_type":"tweet","parameter":"ids","type":"https://api.twitter.com/2/problems/resource-not-found")";

TEST_F(LookupTest, proves_gone_only_what_was_asked_for_and_not_found) {
  const auto content =
      look_up({"1", "2", "3", "4"},
              R"({"data":[{"id":"1","text":"a"}],"errors":[{"resource_id":"2",)" + std::string(kGone) +
                  R"(},{"resource_id":"3","resource_type":"tweet","parameter":"ids",)"
                  R"("type":"https://api.twitter.com/2/problems/not-authorized-for-resource"}]})");
  EXPECT_THAT(content.gone, ElementsAre("2"));
  EXPECT_THAT(content.unanswered, ElementsAre("4"));
  EXPECT_EQ(content.notices.size(), 2u);
  EXPECT_EQ(content.charges.front().price, 5'000);
}

TEST_F(LookupTest, takes_an_expanded_reference_that_is_not_found_for_a_hint) {
  const auto content = look_up(
      {"1", "2"},
      R"({"data":[{"id":"1","text":"a"}],"errors":[{"resource_id":"2","parameter":"referenced_tweets.id",)"
      R"("resource_type":"tweet","type":"https://api.twitter.com/2/problems/resource-not-found"}]})");
  EXPECT_THAT(content.gone, IsEmpty());
  EXPECT_THAT(content.unanswered, ElementsAre("2"));
}

TEST_F(LookupTest, whose_data_are_no_list_is_unread) {
  for (const char* text : {R"({"data":7})", R"({"data":{"id":"1"}})"})
    EXPECT_EQ(kind_thrown_by([&] { look_up({"1"}, text); }), ErrorKind::malformed) << text;
}

TEST_F(LookupTest, may_find_none_at_all) {
  const auto content = look_up({"2"}, R"({"errors":[{"resource_id":"2",)" + std::string(kGone) + "}]}");
  EXPECT_THAT(content.gone, ElementsAre("2"));
}

}  // namespace
}  // namespace locker
