#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

TEST_F(Import, files_are_kept_unchanged_with_the_posts_that_show_them) {
  const json truth = make("a.zip", {"--with", "entities,photos"});
  expect_import({"a.zip"});
  for (const auto& [id, contents] : truth["media"].items())
    for (const auto& content : contents) {
      const std::string file =
          one("SELECT f.path FROM file f JOIN media m ON m.file = f.id JOIN record r ON"
              " r.id = m.record WHERE r.key = '" +
              id + "' AND m.place = " + std::to_string(&content - &contents[0] + 1));
      EXPECT_EQ(text_of(home / "Me" / "twitter" / "media" / file),
                "\xff\xd8\xff " + content.get<std::string>());
    }
  const Outcome again = import({"a.zip"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.out.find("data/tweets_media/\timported\t3\n"), std::string::npos) << again.out;
  EXPECT_EQ(locker({"verify"}).code, 0);
}

/// Of a post that is no longer listed, and in a folder that belongs to no kind of record.
TEST_F(Import, files_that_no_record_shows_are_kept_under_their_ids) {
  make("a", {"--with", "entities"});
  const std::string data = path("a") + "/data/";
  std::filesystem::create_directories(data + "moments_media");
  std::ofstream(data + "tweets_media/1600000000000000001-Lost.jpg") << "lost one";
  std::ofstream(data + "tweets_media/1600000000000000001-Other.jpg") << "lost two";
  std::ofstream(data + "moments_media/cover-of-it.jpg") << "cover";
  const auto stored = [&](const std::string& name) { return text_of(home / "Me/twitter/media" / name); };
  const auto expect_kept = [&] {
    const Outcome outcome = import({"a"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("data/tweets_media/\timported\t4\n"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("data/moments_media/\timported\t1\n"), std::string::npos) << outcome.out;
    EXPECT_EQ(stored("2022/2022-12-06_1600000000000000001_1.jpg"), "lost one");
    EXPECT_EQ(stored("2022/2022-12-06_1600000000000000001_1-2.jpg"), "lost two");
    EXPECT_EQ(stored("undated/cover-of-it_1.jpg"), "cover");
    EXPECT_EQ(one("SELECT count(*) FROM file"), "5");
    EXPECT_EQ(locker({"verify"}).code, 0);
  };
  expect_kept();
  expect_kept();
  // The record comes later, and is forgotten with its files.
  std::ofstream(path("like.js")) << R"(x = [{"like":{"tweetId":"1600000000000000001"}}])";
  expect_import({"like.js"});
  EXPECT_EQ(locker({"forget", "twitter:1600000000000000001", "--yes"}).code, 0);
  EXPECT_EQ(one("SELECT count(*) FROM file"), "3");
  const Outcome again = import({"a"});
  EXPECT_NE(again.out.find("data/tweets_media/\timported\t2\t4\n"), std::string::npos) << again.out;
  EXPECT_EQ(everywhere().find("lost one"), std::string::npos);
}

TEST_F(Import, media_that_are_not_in_it_are_fetched_when_asked_for_and_sized_before) {
  sandbox::Settings settings;
  settings.serve_media = true;
  start(std::move(settings));
  const std::string base = server->base() + "/media/";
  const json photo{{"id_str", "901"}, {"type", "photo"}, {"media_url_https", base + "One.jpg"}};
  const json film{
      {"id_str", "902"},
      {"type", "video"},
      {"media_url_https", base + "Still.jpg"},
      {"video_info",
       {{"duration_millis", "2000"},
        {"variants",
         {{{"content_type", "video/mp4"}, {"bitrate", "256000"}, {"url", base + "small.mp4"}},
          {{"content_type", "video/mp4"}, {"bitrate", "2176000"}, {"url", base + "best.mp4"}}}}}}};
  const json also = {{"1700000000000000001", "seen", {{"extended_entities", {{"media", {photo, film}}}}}}};
  std::ofstream(folder.path() / "also.json") << also.dump();
  make("a.zip", {"--with", "entities", "--also", path("also.json")});
  const Outcome foreseen = import({"a.zip"}, {"--media", "--dry-run"});
  EXPECT_EQ(foreseen.code, 0) << foreseen.err;
  EXPECT_NE(foreseen.out.find("media: at most 2 files, about 0.5 MB and 1 of unknown size to fetch"),
            std::string::npos)
      << foreseen.out;
  EXPECT_NE(foreseen.out.find("data/tweets.js\timported\t52\n"), std::string::npos) << foreseen.out;
  EXPECT_FALSE(std::filesystem::exists(home));
  EXPECT_EQ(requests(), 0);
  const Outcome fetched = import({"a.zip"}, {"--media"});
  EXPECT_EQ(fetched.code, 0) << fetched.err;
  EXPECT_NE(fetched.out.find("media\tfetched\t2\n"), std::string::npos) << fetched.out;
  EXPECT_EQ(one("SELECT url FROM media_files WHERE id = '1700000000000000001' AND kind = 'video'"),
            base + "best.mp4");
  EXPECT_EQ(one("SELECT count(*) FROM media_files WHERE path IS NOT NULL"), "4");
  EXPECT_EQ(locker({"verify"}).code, 0);
  const Outcome again = import({"a.zip"}, {"--media"});
  EXPECT_NE(again.out.find("media\tfetched\t0\n"), std::string::npos) << again.out;
}

}  // namespace
}  // namespace locker::test
