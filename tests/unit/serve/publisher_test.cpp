#include "lib/serve/publisher.hpp"

#include <gmock/gmock.h>

#include <future>

#include "lib/store/history.hpp"
#include "lib/store/query.hpp"
#include "lib/store/write/backup.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using ::testing::SizeIs;

class Publishing : public ::testing::Test {
 protected:
  struct Kept {
    std::string id, text, name, raw;
    std::optional<Instant> time;
  };
  /// Publishes an object, and returns what is stored.
  std::vector<Kept> publish(const std::string& object) {
    publisher.publish("notes", {"note/notes", object});
    std::vector<Kept> all;
    store::query(store::Database::open_for_reading(home), registry, {}, [&](const store::QueryRow& row) {
      all.push_back({std::string(row.id), std::string(row.text), std::string(row.name), std::string(row.raw),
                     row.time});
      return true;
    });
    return all;
  }
  /// Publishes a new object with these members, and returns its time.
  std::optional<Instant> time_of(const std::string& members) {
    const std::string id = std::to_string(++objects);
    for (const auto& kept : publish(R"({"id":")" + id + "\"," + members + "}"))
      if (kept.id == id) return kept.time;
    ADD_FAILURE() << "nothing is stored";
    return std::nullopt;
  }

  test::TemporaryFolder folder;
  Home home{folder.path() / "home"};
  connector::Registry registry{{}};
  test::ManualClock clock;
  int objects = 0;
  Publisher publisher{home, registry, clock};
};

TEST_F(Publishing, keeps_an_object_as_it_was_spelled_under_its_own_id) {
  const std::string object = R"({ "id": 7, "text": "caf\u00e9", "name": "a note", "n": 1.50 })";
  const auto kept = publish(object);
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].id, "7");
  EXPECT_EQ(kept[0].text, "caf\xC3\xA9");
  EXPECT_EQ(kept[0].name, "a note");
  EXPECT_EQ(kept[0].raw, object);
}

TEST_F(Publishing, a_number_is_an_id_as_it_is_spelled) {
  for (const std::string id : {"9223372036854775808", "12345678901234567890",
                               "340282366920938463463374607431768211456", "1.0", "-7"}) {
    const auto before = publish(R"({"id":)" + id + R"(,"v":1})").size();
    const auto kept = publish(R"({"v":2, "id" : )" + id + R"( })");
    EXPECT_THAT(kept, SizeIs(before)) << "the same object, changed: " << id;
    EXPECT_THAT(kept, ::testing::Contains(::testing::Field(&Kept::id, id)));
  }
}

TEST_F(Publishing, a_number_that_javascript_rounds_is_no_id_where_there_is_a_text) {
  EXPECT_EQ(publish(R"({"id":69500000000455060,"id_str":"69500000000455059"})")[0].id, "69500000000455059");
  EXPECT_THAT(publish(R"({"id":7,"id_str":"seven"})"), ::testing::Contains(::testing::Field(&Kept::id, "7")));
}

TEST_F(Publishing, stores_what_many_publish_at_once) {
  constexpr int kThreads = 16, kEach = 40;
  std::vector<std::future<void>> publishing;
  for (int thread = 0; thread < kThreads; ++thread)
    publishing.push_back(std::async(std::launch::async, [&, thread] {
      const std::string service = thread % 2 == 0 ? "even" : "odd";
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(i);
        EXPECT_FALSE(publisher.publish(service, {"note/notes", R"({"id":")" + id + R"("})"}));
        EXPECT_FALSE(publisher.publish(service, {"note/notes", R"({"id":"all","by":")" + id + R"("})"}));
        EXPECT_TRUE(publisher.publish(service, {"note/notes", R"({"id":")" + id + R"("})"}));
      }
    }));
  for (auto& one : publishing) one.get();
  EXPECT_THAT(publish(R"({"id":"last"})"), SizeIs(kThreads * kEach + 3));
  EXPECT_EQ(store::last_change(store::Database::open_for_reading(home)), 2 * kThreads * kEach + 1);
}

TEST_F(Publishing, goes_into_the_archive_that_took_the_place_of_the_one_before) {
  const auto put_back = [this](const std::filesystem::path& backup) {
    for (const char* name : {"locker.db", "locker.db-wal", "locker.db-shm"})
      std::filesystem::remove(home.root() / name);
    if (!backup.empty()) std::filesystem::copy(backup, home.database());
  };
  publish(R"({"id":"kept"})");
  const auto backup = folder.path() / "backup.db";
  store::backup(home, backup, {});
  EXPECT_THAT(publish(R"({"id":"later"})"), SizeIs(2));
  put_back(backup);
  EXPECT_THAT(publish(R"({"id":"after"})"), SizeIs(2)) << "what the backup has, and this";
  EXPECT_THAT(publish(R"({"id":"and so on"})"), SizeIs(3));
  put_back({});
  EXPECT_THAT(publish(R"({"id":"anew"})"), SizeIs(1)) << "an archive begun anew";
}

TEST_F(Publishing, keeps_half_a_character_and_what_is_no_object) {
  EXPECT_EQ(publish(R"({"id":"1","text":"cut \ud83d"})")[0].text, "cut \xEF\xBF\xBD");
  EXPECT_THAT(publish(R"([1,{"id":"2"}])"),
              ::testing::Contains(::testing::Field(&Kept::raw, R"([1,{"id":"2"}])")));
  EXPECT_THAT(publish(R"("only words")"),
              ::testing::Contains(::testing::Field(&Kept::raw, R"("only words")")));
}

TEST_F(Publishing, an_object_without_an_id_is_known_by_its_content) {
  EXPECT_EQ(publish(R"({"id":"","id_str":"20"})")[0].id, "20");
  EXPECT_THAT(publish(R"({"text":"a"})"), SizeIs(2));
  EXPECT_THAT(publish(R"({"text":"a"})"), SizeIs(2)) << "the same again";
  EXPECT_THAT(publish(R"({"text":"b"})"), SizeIs(3));
}

TEST_F(Publishing, what_changes_nothing_repeats_the_change_that_made_it_so) {
  const auto publish = [this](const std::string& object) {
    return publisher.publish("notes", {"note/notes", object});
  };
  EXPECT_FALSE(publish(R"({"id":1,"text":"a"})"));
  EXPECT_FALSE(publish(R"({"test":"value"})"));
  EXPECT_FALSE(publish(R"({"id":1,"text":"b"})"));
  const auto repeat = publish(R"({"test":"value"})");
  ASSERT_TRUE(repeat);
  EXPECT_EQ(repeat->type, "note/notes");
  EXPECT_EQ(repeat->change, 2);
  EXPECT_EQ(repeat->after, 3);
  EXPECT_EQ(publish(R"({ "text" : "b", "id":1})")->change, 3) << "spelled otherwise";
  EXPECT_FALSE(publish(R"({"id":1,"text":"a"})")) << "as it was once is a change";
  EXPECT_EQ(store::last_change(store::Database::open_for_reading(home)), 4);
}

TEST_F(Publishing, the_time_of_an_object_is_understood_in_each_of_its_usual_forms) {
  const auto expected = from_millis(1'795'197'845'000);
  EXPECT_EQ(time_of(R"("created_at":"2026-11-20T18:04:05Z")"), expected);
  EXPECT_EQ(time_of(R"("timestamp":1795197845)"), expected);
  EXPECT_EQ(time_of(R"("at":1795197845000)"), expected);
  EXPECT_EQ(time_of(R"("created_at":"last week","time":1795197845)"), expected);
}

/// Exports format the stored times, and a restore parses them again.
TEST_F(Publishing, a_time_that_nothing_can_spell_is_none) {
  for (const char* members :
       {R"("at":9223372036854775807)", R"("at":253402300800000)", R"("at":0)", R"("at":-1)",
        R"("at":18446744073709551615)", R"("at":"soon")", R"("at":1e400)"})
    EXPECT_EQ(time_of(members), std::nullopt) << members;
  EXPECT_EQ(time_of(R"("at":253402300799999)"), parse_rfc3339("9999-12-31T23:59:59.999Z"));
}

TEST(ReadPublication, takes_an_object_out_of_a_document_or_a_form) {
  const auto document = read_publication(R"({"obj": {"id": 1.0} ,"type":"a/b"})", false);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->type, "a/b");
  EXPECT_EQ(document->object, R"({"id": 1.0})");
  EXPECT_EQ(read_publication(R"({"type":"a","obj": [ 1, 2 ] })", false)->object, "[ 1, 2 ]");
  EXPECT_EQ(read_publication(R"({"type":"a","obj":"a \"word\""})", false)->object, R"("a \"word\"")");
  EXPECT_EQ(read_publication(R"({"type":"a","obj":{"id":"\ud83d"}})", false)->object, R"({"id":"\ud83d"})");
  const auto form = read_publication("type=a%2Fb&obj=%20%7B%22id%22%3A1%7D%0A", true);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->type, "a/b");
  EXPECT_EQ(form->object, R"({"id":1})");
}

TEST(ReadPublication, takes_what_2011_took) {
  const auto object_of = [](const std::string& spelled) {
    return read_publication(R"({"type":"a","obj":)" + spelled + "}", false)->object;
  };
  for (const char* truth : {"true", "7", "-0.5", "1e400", R"("no")", "[]", "{}"})
    EXPECT_EQ(object_of(truth), truth);
  EXPECT_EQ(read_publication("type=a&obj[x]=1&obj[y][]=2", true)->object, R"({"x":"1","y":["2"]})");
  EXPECT_EQ(read_publication("type=a&obj=7", true)->object, "7");
  EXPECT_EQ(read_publication("type=a&obj=a+%22word%22", true)->object, R"("a \"word\"")");
}

TEST(ReadPublication, what_is_none_is_absent) {
  const std::string deep = std::string(1'000, '[') + std::string(1'000, ']'), long_name(1'025, 'x');
  for (const auto& body :
       {std::string(), std::string("{"), std::string("[]"), std::string(R"({"type":"a/b"})"),
        std::string(R"({"obj":{}})"), std::string(R"({"type":"","obj":{}})"),
        std::string(R"({"type":"a/b","obj":-0.0e9})"), std::string(R"({"type":"a/b","obj":""})"),
        std::string(R"({"type":"a/b","obj":null})"), std::string(R"({"type":"a/b","obj":false})"),
        R"({"type":"a/b","obj":{"x":)" + deep + "}}", R"({"type":")" + long_name + R"(","obj":{}})",
        R"({"type":"a/b","obj":{"id":")" + long_name + R"("}})"})
    EXPECT_FALSE(read_publication(body, false)) << body.substr(0, 60);
  for (const char* form :
       {"", "type=a", "obj={}", "type=&obj={}", "type=a&obj=0", "type=a&obj=", "type=a&obj=%20"})
    EXPECT_FALSE(read_publication(form, true)) << form;
}

TEST_F(Publishing, keeps_objects_apart_whose_ids_are_no_text) {
  EXPECT_THAT(publish(R"({"id":"\ud800"})"), SizeIs(1));
  EXPECT_THAT(publish(R"({"id":"\ud801"})"), SizeIs(2));
  EXPECT_THAT(publish(R"({"id":"\ufffd"})"), SizeIs(3));
  EXPECT_THAT(publish("{\"id\":\"\xEF\xBF\xBD\"}"), SizeIs(3)) << "the same as before";
}

TEST_F(Publishing, takes_the_last_of_two_ids_as_javascript_does) {
  EXPECT_EQ(publish(R"({"id":1,"id":2})").at(0).id, "2");
}

}  // namespace
}  // namespace locker::serve
