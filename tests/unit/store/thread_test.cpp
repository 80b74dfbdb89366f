#include "lib/store/thread.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "lib/base/error.hpp"
#include "lib/store/query.hpp"
#include "lib/store/reference.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Threads : public test::StoreFixture {
 protected:
  Observation answer(const std::string& id, const std::string& to, const std::string& conversation = {}) {
    Observation seen = note(id, R"({"id":")" + id + R"("})", "text of " + id);
    seen.reply_to = to;
    seen.conversation = conversation;
    later();
    return seen;
  }
  std::vector<std::string> thread(const std::string& id) {
    const auto database = Database::open_for_reading(home);
    std::vector<std::string> lines;
    QueryFilter filter;
    filter.records.emplace();
    std::map<std::int64_t, int> depths;
    for (const auto& member : thread_of(database, resolve(database, registry, id).record)) {
      filter.records->push_back(member.record);
      depths[member.record] = member.depth;
    }
    query(database, registry, filter, [&](const QueryRow& row) {
      lines.push_back(std::to_string(depths[row.record]) + " " + std::string(row.id));
      return true;
    });
    return lines;
  }
};

TEST_F(Threads, are_found_whole_from_any_of_their_posts) {
  see({answer("1", "")});
  see({answer("2", "1", "1"), answer("9", "")});
  see({answer("3", "2", "1")});
  see({answer("4", "1", "1")});
  for (const std::string id : {"1", "2", "3", "4"})
    EXPECT_THAT(thread(id), ElementsAre("0 1", "1 2", "2 3", "1 4")) << id;
  EXPECT_THAT(thread("9"), ElementsAre("0 9"));
}

TEST_F(Threads, hold_together_by_answers_where_nobody_names_the_conversation) {
  see({answer("1", "")});
  see({answer("2", "1")});
  see({answer("3", "2")});
  EXPECT_THAT(thread("3"), ElementsAre("0 1", "1 2", "2 3"));
}

TEST_F(Threads, hold_together_by_the_conversation_where_what_was_answered_is_not_stored) {
  see({answer("2", "77", "70")});
  see({answer("3", "78", "70")});
  EXPECT_THAT(thread("3"), ElementsAre("1 2", "1 3"));
}

TEST_F(Threads, hold_together_by_what_they_answer_though_it_is_not_stored) {
  see({answer("2", "77")});
  see({answer("3", "77")});
  see({answer("4", "78")});
  for (const std::string id : {"2", "3"}) EXPECT_THAT(thread(id), ElementsAre("1 2", "1 3")) << id;
  EXPECT_THAT(thread("4"), ElementsAre("1 4"));
}

/// A group of several years has tens of thousands of messages that all name the conversation.
TEST_F(Threads, of_a_conversation_cost_as_much_more_as_it_has_more_messages) {
  const auto steps = [&](const std::string& conversation, int messages) {
    std::vector<Observation> seen;
    for (int i = 0; i < messages; ++i)
      seen.push_back(answer(conversation + std::to_string(i), "", conversation));
    see(seen);
    const auto database = Database::open_for_reading(home);
    std::int64_t count = 0;
    const auto record = resolve(database, registry, conversation + "0").record;
    sqlite3_progress_handler(
        database.sqlite().getHandle(), 100,
        [](void* counted) { return ++*static_cast<std::int64_t*>(counted), 0; }, &count);
    EXPECT_EQ(thread_of(database, record).size(), static_cast<std::size_t>(messages));
    return count;
  };
  EXPECT_LT(steps("8", 400), 6 * steps("9", 100));
}

TEST_F(Threads, that_answer_each_other_in_a_circle_end) {
  see({answer("1", "2")});
  see({answer("2", "1")});
  EXPECT_EQ(thread("1").size(), 2u);
}

TEST_F(Threads, know_what_another_source_says_of_the_same_post) {
  see({answer("1", "")});
  see({answer("2", "", "1")});
  Observation brief = note("2", R"({"id":"2","brief":true})", "", "brief");
  brief.reply_to = "1";
  see({brief});
  EXPECT_THAT(thread("1"), ElementsAre("0 1", "1 2"));
}

class Messages : public Threads {
 protected:
  Observation message(const std::string& id, const std::string& author, const std::string& conversation) {
    Observation seen = answer(id, "", conversation);
    seen.type = "message/paper";
    seen.author = author;
    return seen;
  }
  Observation person(const std::string& id, const std::string& handle, const std::string& name) {
    Observation seen = note(id, R"({"id":")" + id + R"(","name":")" + name + R"("})");
    seen.type = "contact/paper";
    seen.name = handle;
    seen.time.reset();
    return seen;
  }
  std::vector<std::string> with(const std::string& name) {
    const auto database = Database::open_for_reading(home);
    std::vector<std::string> lines;
    QueryFilter filter;
    filter.records = messages_with(database, name);
    query(database, registry, filter, [&](const QueryRow& row) {
      lines.push_back(std::string(row.id) + " " + std::string(row.author));
      return true;
    });
    return lines;
  }
};

TEST_F(Messages, with_somebody_are_those_of_every_conversation_in_time) {
  see({person("20", "jo", "Jo Example"), person("30", "sam", "Sam")});
  see({message("1", "20", "10-20")});
  see({message("2", "10", "10-20")});
  see({message("3", "30", "10-30")});
  see({message("4", "30", "555")});
  see({message("5", "20", "555")});
  for (const std::string name : {"@jo", "JO", "20", "Jo Example"})
    EXPECT_THAT(with(name), ElementsAre("1 jo", "2 10", "4 sam", "5 jo")) << name;
  EXPECT_THAT(with("sam"), ElementsAre("3 sam", "4 sam", "5 jo"));
  EXPECT_THAT(with("555"), ElementsAre("4 sam", "5 jo")) << "a group need not have a name";
  EXPECT_THROW((void)with("nobody"), Error);
}

TEST_F(Messages, have_names_that_a_post_gave) {
  Observation post = note("100", R"({"id":"100"})", "hello @old");
  post.people = {{"20", "old"}};
  see({post});
  later();
  Observation later_post = note("101", R"({"id":"101"})", "hello @new");
  later_post.people = {{"20", "new", "New Name"}};
  see({later_post});
  see({message("1", "20", "10-20")});
  EXPECT_THAT(with("New Name"), ElementsAre("1 new"));
}

TEST_F(Messages, people_known_by_their_id_alone_are_shown_by_the_name_a_post_gave) {
  Observation follower = note("20", R"({"id":"20"})");
  follower.type = "contact/paper";
  follower.time.reset();
  see({follower});
  Observation post = note("100", R"({"id":"100"})", "hello");
  post.people = {{"20", "jo"}};
  see({post});
  std::string name;
  query(Database::open_for_reading(home), registry, {.types = {"contact"}}, [&](const QueryRow& row) {
    name = row.name;
    return true;
  });
  EXPECT_EQ(name, "jo");
}

}  // namespace
}  // namespace locker::store
