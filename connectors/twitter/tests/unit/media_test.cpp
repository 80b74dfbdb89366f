#include "connectors/twitter/media.hpp"

#include <gmock/gmock.h>

namespace locker::connectors::twitter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> shown(const store::StoredForm& form) {
  std::vector<std::string> lines;
  for (const auto& one : media_of_post(form))
    lines.push_back(one.key + " " + one.kind + " " + one.url + " " + one.alt + " " +
                    std::to_string(one.bytes));
  return lines;
}

TEST(Media, of_the_api_are_taken_in_their_best_quality_and_order) {
  const store::StoredForm form{
      R"({"id":"1","attachments":{"media_keys":["7_20","3_10"]}})",
      {{"media", "3_10",
        R"({"media_key":"3_10","type":"photo","url":"https://pbs.example/a.jpg?name=small&x=1"})"},
       {"media", "7_20",
        R"({"media_key":"7_20","type":"video","duration_ms":4000,"alt_text":"waves","variants":[)"
        R"({"content_type":"application/x-mpegURL","url":"https://v.example/a.m3u8"},)"
        R"({"bit_rate":256000,"content_type":"video/mp4","url":"https://v.example/low.mp4"},)"
        R"({"bit_rate":2176000,"content_type":"video/mp4","url":"https://v.example/high.mp4?tag=12"}]})"}}};
  EXPECT_THAT(shown(form), ElementsAre("20 video https://v.example/high.mp4?tag=12 waves 1088000",
                                       "10 photo https://pbs.example/a.jpg?x=1&name=orig  0"));
}

TEST(Media, of_the_archive_are_all_of_the_extended_ones) {
  const store::StoredForm form{
      R"({"tweet":{"id_str":"1","entities":{"media":[{"id_str":"10"}]},"extended_entities":{"media":[)"
      R"({"id_str":"10","type":"photo","media_url_https":"https://pbs.example/a.jpg"},)"
      R"({"id_str":"11","type":"animated_gif","media_url_https":"https://pbs.example/b.jpg",)"
      R"("video_info":{"variants":[{"bitrate":"0","content_type":"video/mp4","url":"https://v.example/b.mp4"}]}}]}}})",
      {}};
  EXPECT_THAT(shown(form), ElementsAre("10 photo https://pbs.example/a.jpg?name=orig  0",
                                       "11 animated_gif https://v.example/b.mp4  0"));
}

TEST(Media, of_a_post_that_is_repeated_are_somebody_elses) {
  const store::StoredForm form{
      R"({"id_str":"1","extended_entities":{"media":[{"id_str":"10","type":"photo",)"
      R"("media_url_https":"https://pbs.example/a.jpg","source_status_id_str":"9"}]}})",
      {}};
  EXPECT_THAT(shown(form), IsEmpty());
}

TEST(Media, of_ones_own_are_told_again_with_a_later_post) {
  const store::StoredForm form{
      R"({"tweet":{"id_str":"1","extended_entities":{"media":[{"id_str":"10","type":"photo",)"
      R"("media_url_https":"https://pbs.example/a.jpg","source_status_id_str":"9","source_user_id_str":"7"}]}}})",
      {},
      "7"};
  EXPECT_THAT(shown(form), ElementsAre("10 photo https://pbs.example/a.jpg?name=orig  0"));
}

TEST(Media, of_an_early_or_a_deleted_post_are_those_among_its_entities) {
  const std::string post = R"({"id_str":"1","entities":{"media":[{"id_str":"10","type":"photo",)"
                           R"("media_url_https":"https://pbs.example/a.jpg"}]}})";
  for (const std::string& form : {post, R"({"tweet":)" + post + "}", R"({"deletedTweet":)" + post + "}"})
    EXPECT_THAT(shown({form, {}}), ElementsAre("10 photo https://pbs.example/a.jpg?name=orig  0")) << form;
}

TEST(Media, that_are_named_but_did_not_come_along_are_left_out) {
  EXPECT_THAT(shown({R"({"id":"1","attachments":{"media_keys":["3_10"]}})", {}}), IsEmpty());
}

}  // namespace
}  // namespace locker::connectors::twitter
