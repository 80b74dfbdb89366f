#include "connectors/twitter/archive.hpp"

#include <gmock/gmock.h>

namespace locker::connectors::twitter {
namespace {

TEST(Archive, times_come_in_two_forms_and_those_of_1970_are_wrong) {
  EXPECT_EQ(archive_time("Sun Mar 21 12:53:22 +0000 2021"), parse_rfc3339("2021-03-21T12:53:22Z"));
  EXPECT_EQ(archive_time("2021-03-21T12:53:22.123Z"), parse_rfc3339("2021-03-21T12:53:22.123Z"));
  for (const char* text :
       {"Thu Jan 01 00:00:01 +0000 1970", "Sun Mar 41 12:53:22 +0000 2021", "yesterday", ""})
    EXPECT_EQ(archive_time(text), std::nullopt) << text;
}

TEST(Archive, lies_where_its_manifest_or_its_members_are) {
  EXPECT_EQ(archive_root({"Your archive.html", "data/manifest.js"}), "");
  EXPECT_EQ(archive_root({"outer/x/Your archive.html", "outer/x/data/manifest.js"}), "outer/x/");
  EXPECT_EQ(archive_root({"__MACOSX/data/._manifest.js", "a/data/manifest.js"}), "a/");
  EXPECT_EQ(archive_root({"tweet.js", "account.js"}), "");
  EXPECT_EQ(archive_root({"like-part3.js"}), "");
  EXPECT_EQ(archive_root({"holiday.jpg", "notes.js"}), std::nullopt);
}

TEST(Archive, members_are_known_in_the_spellings_of_the_years) {
  for (const char* name :
       {"tweets", "tweet", "like", "direct-message", "direct-messages-group", "community-tweet"})
    EXPECT_NE(archive_member(name), nullptr) << name;
  EXPECT_EQ(archive_member("tweet"), archive_member("tweets"));
  EXPECT_EQ(archive_member("ad-of-a-kind-to-come")->disposition, imports::Disposition::confidential);
  for (const char* name :
       {"message-event", "twitter-article", "twitter-article-metadata", "community-note-api-test-note"})
    EXPECT_NE(archive_member(name), nullptr) << name;
  EXPECT_EQ(archive_member("brand-new-thing"), nullptr);
}

store::Observation map_one(const std::string& kind, const std::string& raw) {
  Role role;
  role.kind = kind;
  role.disposition = archive_member(kind)->disposition;
  const imports::Owner owner{"7", "ada"};
  const json::Page page(raw);
  return map_item(role, {page, page.root(), raw, {}, owner}).observations.front();
}

std::string key_of_item(const std::string& kind, const std::string& raw) { return map_one(kind, raw).key; }

TEST(Archive, a_chat_with_a_machine_tells_who_speaks_and_what_was_shown) {
  const auto say = [](const std::string& who) {
    return R"({"grokChatItem":{"chatId":"4","createdAt":"2025-03-28T17:31:58.757Z","sender":{"value":"2","name":")" +
           who + R"("},"message":"Ink","attachments":[{"mediaId":"19","url":"https://ton.x.com/19"}]}})";
  };
  const std::string own = say("User"), answer = say("Agent");
  const auto asked = map_one("grok-chat-item", own), told = map_one("grok-chat-item", answer);
  EXPECT_EQ(asked.author, "7");
  EXPECT_EQ(told.author, "");
  EXPECT_EQ(told.name, "Grok");
  EXPECT_EQ(told.conversation, "4");
  const auto shown = media_owner("data/grok_chat_media/19-19.jpg", {"7", "ada"});
  ASSERT_TRUE(shown);
  EXPECT_THAT(told.aliases, testing::ElementsAre(shown->key));
  const auto file =
      describe_medium("data/grok_chat_media/19-19.jpg", {"item/twitter", told.key}, {{answer, {}}});
  EXPECT_EQ(file.key, "19");
  EXPECT_EQ(file.url, "https://ton.x.com/19");
}

TEST(Archive, a_moment_has_the_files_of_the_posts_that_it_shows) {
  const auto seen =
      map_one("moment", R"({"moment":{"momentId":"31","tweets":[{"tweet":{"id_str":"51"}},{"id":"52"}]}})");
  const auto shown = media_owner("data/moments_tweets_media/51-Abc.jpg", {"7", "ada"});
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->type, "item/twitter");
  EXPECT_THAT(seen.aliases, testing::ElementsAre(shown->key, attached("52")));
}

TEST(Archive, an_item_is_known_by_its_own_id_whatever_else_is_told_of_it) {
  EXPECT_EQ(key_of_item("moment", R"({"moment":{"momentId":"31","title":"Sea"}})"), "moment:31");
  EXPECT_EQ(key_of_item("community-note-rating", R"({"r":{"noteId":"5","userId":"7","more":1}})"),
            "community-note-rating:5:7");
  EXPECT_EQ(key_of_item("grok-chat-item", R"({"grokChatItem":{"chatId":"4","createdAt":"2025","sender":
                                           {"value":"2","name":"Agent"},"message":"Hm"}})"),
            "grok-chat-item:4:2025:2");
  EXPECT_EQ(key_of_item("twitter-article", R"({"twitterArticle":{"id":"8","title":"Lamps"}})"), "8");
  EXPECT_EQ(key_of_item("periscope-broadcast-metadata", R"({"p":{"id":"1abc"}})"),
            "periscope-broadcast-metadata:1abc");
}

TEST(Archive, an_item_without_an_id_is_known_by_its_content_however_that_is_spelled) {
  for (const char* kind : {"tweetdeck", "ip-audit"})
    EXPECT_EQ(key_of_item(kind, R"({"a":{"title":"x","columns":[1, 2]}})"),
              key_of_item(kind, R"({ "a" : { "columns" : [1,2], "title" : "\u0078" } })"));
  EXPECT_NE(key_of_item("tweetdeck", R"({"a":{"title":"x"}})"),
            key_of_item("tweetdeck", R"({"a":{"title":"y"}})"));
}

TEST(Archive, a_note_fits_the_post_whose_cut_text_begins_it) {
  const std::string note = R"({"noteTweet":{"core":{"text":"One &amp; two and so on to the end"}}})";
  EXPECT_GT(matched_length(note, R"({"tweet":{"full_text":"One &amp; two and… https://t.co/x"}})"), 0U);
  EXPECT_GT(matched_length(note, R"({"tweet":{"full_text":"@a @b One &amp; two and…"}})"), 0U);
  EXPECT_GT(matched_length(note, R"({"id":"1","text":"One &amp; two and… https://t.co/x"})"), 0U);
  EXPECT_EQ(matched_length(note, R"({"tweet":{"full_text":"One &amp; three… https://t.co/x"}})"), 0U);
  EXPECT_EQ(matched_length(note, R"({"tweet":{"full_text":"https://t.co/x"}})"), 0U);
}

TEST(Archive, a_note_fits_a_post_that_is_not_cut_only_if_that_is_all_of_it) {
  const std::string note = R"({"noteTweet":{"core":{"text":"Good morning to all of you https://t.co/a"}}})";
  EXPECT_EQ(matched_length(note, R"({"tweet":{"full_text":"Good morning"}})"), 0U);
  EXPECT_EQ(matched_length(note, R"({"tweet":{"full_text":"Good morning https://t.co/x"}})"), 0U);
  EXPECT_GT(matched_length(note, R"({"tweet":{"full_text":"Good morning to all of you https://t.co/b"}})"),
            0U);
  EXPECT_GT(matched_length(note, R"({"tweet":{"full_text":"@a Good morning to all of you"}})"), 0U);
  const std::string half(250, 'x');  // as some archives cut it, without "…"
  EXPECT_GT(matched_length(R"({"noteTweet":{"core":{"text":")" + half + R"( and more"}}})",
                           R"({"tweet":{"full_text":")" + half + R"("}})"),
            0U);
}

TEST(Archive, a_note_drops_the_address_of_its_posts_own_picture) {
  const std::string note = R"({"noteTweet":{"core":{"text":"One and two https://t.co/p https://t.co/o",
      "urls":[{"shortUrl":"https://t.co/p","expandedUrl":"https://x.com/jo/status/12/photo/1"},
              {"shortUrl":"https://t.co/o","expandedUrl":"https://x.com/jo/status/13/photo/1"}]}}})";
  store::Observation seen;
  seen.raw = note;
  join_note(seen, {"12", "12", R"({"tweet":{"id_str":"12","full_text":"One…"}})"});
  EXPECT_EQ(seen.text, "One and two https://x.com/jo/status/13/photo/1");
}

TEST(Archive, an_address_that_is_not_told_stays_short) {
  const std::string post = R"({"tweet":{"id_str":"12","full_text":"u https://t.co/a1 https://t.co/a2",
      "entities":{"urls":[{"url":"https://t.co/a1","expanded_url":""},{"url":"https://t.co/a2"}]}}})";
  const json::Page page(post);
  EXPECT_EQ(readable("u https://t.co/a1 https://t.co/a2", replacements_of(post_in(page.root()))),
            "u https://t.co/a1 https://t.co/a2");
}

TEST(Archive, a_note_keeps_the_address_of_what_its_post_quotes) {
  const std::string note = R"({"noteTweet":{"core":{"text":"One and two and so on to the end","urls":[]}}})";
  const store::Candidate post{"12", "12", R"({"tweet":{"id_str":"12",
      "full_text":"One and two… https://t.co/quote https://t.co/self https://t.co/photo","entities":{
      "urls":[{"url":"https://t.co/quote","expanded_url":"https://twitter.com/jo/status/7"},
              {"url":"https://t.co/self","expanded_url":"https://twitter.com/i/web/status/12"}],
      "media":[{"url":"https://t.co/photo"}]}}})"};
  store::Observation seen;
  seen.raw = note;
  join_note(seen, post);
  EXPECT_EQ(seen.text, "One and two and so on to the end https://twitter.com/jo/status/7");
}

TEST(Archive, a_picture_has_the_words_that_any_year_calls_its_description) {
  for (const char* name : {"media_alt", "ext_alt_text"}) {
    const std::string post = R"({"tweet":{"extended_entities":{"media":[{"id_str":"1","type":"photo",
        "media_url_https":"https://x/A.jpg",")" +
                             std::string(name) + R"(":"A blue boat"}]}}})";
    EXPECT_EQ(describe_medium("data/tweets_media/12-A.jpg", {"status/twitter", "12"}, {{post, {}}}).alt,
              "A blue boat");
  }
}

TEST(Archive, a_file_that_nothing_shows_is_named_by_its_id) {
  EXPECT_EQ(id_in_media_name("data/moments_media/1600000000000000001-A.jpg").id, "1600000000000000001");
  EXPECT_EQ(id_in_media_name("data/moments_media/1600000000000000001-A.jpg").time,
            parse_rfc3339("2022-12-06T05:31:41Z"));
  EXPECT_EQ(id_in_media_name("data/moments_media/a-cover.jpg").id, "a-cover");
}

TEST(Archive, files_lie_by_what_shows_them) {
  const imports::Owner owner{"7", "ada"};
  EXPECT_EQ(media_owner("data/tweets_media/12-a-b.jpg", owner)->key, "12");
  EXPECT_EQ(media_owner("data/direct_messages_group_media/34-c.mp4", owner)->type, "message/twitter");
  EXPECT_EQ(media_owner("data/profile_media/7-me.jpg", owner)->key, "7");
  EXPECT_EQ(media_owner("data/moments_media/x.jpg", owner), std::nullopt);
}

TEST(Archive, a_file_is_a_medium_by_its_name_or_by_being_the_only_one) {
  const std::vector<store::StoredForm> forms{{R"({"tweet":{"extended_entities":{"media":[
         {"id_str":"1","type":"photo","media_url_https":"https://x/A.jpg"},
         {"id_str":"2","type":"video","video_info":{"variants":[{"url":"https://v/F.mp4?tag=1"}]}}]}}})",
                                              {}}};
  const store::RecordName post{"status/twitter", "12"};
  const auto photo = describe_medium("data/tweets_media/12-A.jpg", post, forms);
  EXPECT_EQ(photo.key, "1");
  EXPECT_EQ(photo.place, 1);
  const auto video = describe_medium("data/tweets_media/12-F.mp4", post, forms);
  EXPECT_EQ(video.key, "2");
  EXPECT_EQ(video.kind, "video");
  EXPECT_EQ(describe_medium("data/tweets_media/12-other.mp4", post, forms).key, "other.mp4");
}

}  // namespace
}  // namespace locker::connectors::twitter
