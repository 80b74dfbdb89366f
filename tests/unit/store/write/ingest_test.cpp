#include <gmock/gmock.h>

#include "lib/base/error.hpp"
#include "lib/store/database.hpp"
#include "lib/store/write/prepared.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

using test::rows;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Ingest : public test::StoreFixture {
 protected:
  std::vector<std::string> versions(const std::string& key = "1") {
    return rows(home, "SELECT v.raw FROM version v JOIN record r ON r.id = v.record WHERE r.key = '" + key +
                          "' ORDER BY v.ord, v.observed, v.id");
  }
  std::vector<std::string> actions() { return rows(home, "SELECT action FROM change ORDER BY seq"); }
  std::vector<std::string> found(const std::string& word) {
    return rows(home, "SELECT r.key FROM search s JOIN record r ON r.sort = s.rowid WHERE search MATCH '" +
                          word + "' ORDER BY s.rowid DESC");
  }
};

TEST_F(Ingest, keeps_bytes_as_they_were_sent) {
  const std::string raw =
      "{ \"id\":\"1\",\n\t\"n\":12345678901234567890123, \"x\":1.10e+2,\"e\":\"\\u00e9\\uD83D\\uDE1D\\/\"}";
  see({note("1", raw)});
  EXPECT_THAT(versions(), ElementsAre(raw));
}

TEST_F(Ingest, an_export_read_again_tells_what_nobody_understood_the_first_time) {
  const Instant made = now;
  auto seen = note("1", R"({"id":"1"})", "a", "export");
  import(made, {seen});
  const auto before = dump();
  later();
  seen.reply_to = "7";
  seen.people = {{"9", "@nine"}};
  EXPECT_EQ(import(made, {seen}).counts.unchanged, 1);
  EXPECT_THAT(rows(home, "SELECT r.key, p.target FROM reply p JOIN record r ON r.id = p.record"),
              ElementsAre("1|7"));
  EXPECT_THAT(rows(home, "SELECT person, handle FROM named"), ElementsAre("9|@nine"));
  EXPECT_EQ(dump(), before);
}

TEST_F(Ingest, calls_people_by_what_was_told_last) {
  const auto made = [&](const std::string& key, const std::string& handle, Instant time, bool today) {
    auto seen = note(key, R"({"by":")" + handle + "\"}");
    seen.time = time;
    seen.people = {{.id = "9", .handle = handle, .today = today}};
    return seen;
  };
  const auto called = [&] { return rows(home, "SELECT handle FROM named"); };
  const Instant then = now - std::chrono::hours(24 * 365);
  see({made("1", "@nine", then, false)});
  see({made("2", "@ninth", then - std::chrono::hours(1), false)});
  EXPECT_THAT(called(), ElementsAre("@nine")) << "what an older record says of its own time is older";
  see({made("3", "@ninety", then - std::chrono::hours(2), true)});
  EXPECT_THAT(called(), ElementsAre("@ninety")) << "an older record says what they are called today";
}

TEST_F(Ingest, logs_one_new_for_a_new_record) {
  const auto result = see({note("1", R"({"id":"1"})")});
  EXPECT_EQ(result.counts.created, 1);
  EXPECT_THAT(actions(), ElementsAre("1"));
}

TEST_F(Ingest, knows_what_is_unchanged_in_whatever_order_it_comes) {
  std::vector<Observation> seen;
  for (const char* id : {"5", "4", "9", "3", "2", "7", "1"}) seen.push_back(note(id, R"({"id":"1"})"));
  seen[3].type = "contact/paper";
  seen[4].key = "3";
  see(seen);
  const auto before = dump();
  const auto unchanged = [&](const std::vector<int>& order) {
    std::vector<Observation> again;
    for (const int at : order) again.push_back(seen[static_cast<std::size_t>(at)]);
    return see(again).counts.unchanged;
  };
  EXPECT_EQ(unchanged({0, 1, 2, 3, 4, 5, 6}), 7);
  EXPECT_EQ(unchanged({0, 1, 2, 4, 5, 6}), 6) << "a person of the same id stands between";
  EXPECT_EQ(unchanged({0, 1, 2, 5, 6, 0, 1, 2, 3}), 9);
  EXPECT_EQ(unchanged({6, 5, 4, 3, 2, 1, 0}), 7);
  EXPECT_EQ(unchanged({0, 1, 1, 2, 6, 6}), 6);
  EXPECT_EQ(dump(), before);
}

TEST_F(Ingest, finds_what_changed_among_those_that_come_as_they_were_stored) {
  std::vector<Observation> seen;
  for (const char* id : {"1", "2", "3", "4", "5", "6"}) seen.push_back(note(id, R"({"id":"1"})"));
  see(seen);
  later();
  seen[3] = note("4", R"({"id":"1","text":"b"})", "b");
  seen.insert(seen.begin() + 5, note("7", R"({"id":"7"})"));
  const auto counts = see(seen).counts;
  EXPECT_EQ(counts.unchanged, 5);
  EXPECT_EQ(counts.updated, 1);
  EXPECT_EQ(counts.created, 1);
  EXPECT_THAT(versions("4"), ElementsAre(R"({"id":"1"})", R"({"id":"1","text":"b"})"));
}

TEST_F(Ingest, writes_nothing_for_what_is_unchanged) {
  see({note("1", R"({"id":"1","text":"a"})", "a")});
  const auto before = dump();
  later(std::chrono::hours(48));
  const auto result = see({note("1", R"({"id":"1","text":"a"})", "a")});
  EXPECT_EQ(result.counts.unchanged, 1);
  EXPECT_EQ(dump(), before);
  EXPECT_THAT(rows(home, "SELECT * FROM sample"), IsEmpty());
}

/// Observations that are not read before they are needed.
class Unread : public Ingest {
 protected:
  static inline int reads = 0;

  store::Observation unread(const std::string& id, const std::string& raw) {
    auto seen = note(id, raw);
    seen.time.reset();
    seen.read = [](std::string_view bytes) {
      ++reads;
      if (bytes.find("broken") != std::string_view::npos) throw Error(ErrorKind::malformed, "broken");
      store::Observation whole;
      whole.type = "status/paper";
      whole.key = bytes.substr(7, 1);
      whole.shape = "full";
      whole.raw = bytes;
      whole.text = "words of " + whole.key;
      whole.time = from_millis(1'790'000'000'000);
      return whole;
    };
    return seen;
  }
};

TEST_F(Unread, are_read_only_where_these_bytes_are_not_stored) {
  reads = 0;
  EXPECT_EQ(see({unread("1", R"({"id":"1"})"), unread("2", R"({"id":"2"})")}).counts.created, 2);
  EXPECT_EQ(reads, 2);
  EXPECT_THAT(found("words"), ElementsAre("2", "1"));
  const auto before = dump();
  later();
  EXPECT_EQ(see({unread("1", R"({"id":"1"})"), unread("2", R"({"id":"2"})")}).counts.unchanged, 2);
  EXPECT_EQ(reads, 2) << "none of them again";
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(see({unread("1", R"({"id":"1"})"), unread("2", R"({"id":"2","a":0})")}).counts.updated, 1);
  EXPECT_EQ(reads, 3);
  EXPECT_THAT(versions("2"), ElementsAre(R"({"id":"2"})", R"({"id":"2","a":0})"));
}

TEST_F(Unread, that_cannot_be_read_undo_all_of_their_page) {
  see({unread("1", R"({"id":"1"})")});
  const auto before = dump();
  auto brief = note("3", R"({"id":"3"})", "three", "brief");
  EXPECT_THROW(see({brief, unread("1", R"({"id":"1","broken":1})")}), Error);
  EXPECT_EQ(dump(), before);
  see({note("4", R"({"id":"4"})", "four", "brief")});
  EXPECT_THAT(rows(home,
                   "SELECT s.name FROM version v JOIN record r ON r.id = v.record"
                   " JOIN shape s ON s.id = v.shape WHERE r.key = '4'"),
              ElementsAre("brief"))
      << "numbers that were undone are given anew";
}

TEST_F(Ingest, sees_what_the_same_page_stored_before) {
  std::vector<store::Observation> all;
  for (int i = 1; i <= 40; ++i)
    all.push_back(note(std::to_string(i), R"({"id":")" + std::to_string(i) + R"("})"));
  see(all);
  later();
  // One of many unchanged records changes, and the same page also contains its previous form.
  auto page = all;
  page[20].raw = keep.emplace_back(R"({"id":"21","text":"b"})");
  page.insert(page.begin() + 22, all[20]);
  const auto result = see(page);
  EXPECT_EQ(result.counts.unchanged, 39);
  EXPECT_EQ(result.counts.updated, 2);
  EXPECT_THAT(versions("21"), ElementsAre(R"({"id":"21"})", R"({"id":"21","text":"b"})", R"({"id":"21"})"));
}

TEST_F(Ingest, knows_many_unchanged_records_whatever_their_names_and_types) {
  std::vector<store::Observation> all;
  for (const char* key : {"1", "2", "3", "a\"b", "c\\", "tab\t", "é", "", "[1]", "4", "5"}) {
    all.push_back(note(key, R"({"key":1})"));
    if (all.size() % 3 == 0) all.back().type = "contact/paper";
  }
  EXPECT_EQ(see(all).counts.created, 11);
  const auto before = dump();
  EXPECT_EQ(see(all).counts.unchanged, 11);
  EXPECT_EQ(dump(), before);
  all.push_back(note("6", R"({"key":1})"));
  all.insert(all.begin(), note("0", R"({"key":1})"));
  const auto result = see(all);
  EXPECT_EQ(result.counts.created, 2);
  EXPECT_EQ(result.counts.unchanged, 11);
}

TEST_F(Ingest, finds_what_is_known_or_comes_twice_among_what_is_new_in_the_order_of_ids) {
  const auto of = [&](const std::vector<const char*>& keys) {
    std::vector<store::Observation> seen;
    for (const char* key : keys) seen.push_back(note(key, R"({"key":1})"));
    return see(seen).counts;
  };
  EXPECT_EQ(of({"30", "20"}).created, 2);
  for (const auto& keys :
       {std::vector{"50", "40", "30", "15", "10"}, {"60", "70", "60", "65"}, {"80", "80"}}) {
    const auto counts = of(keys);
    EXPECT_EQ(counts.created, std::ssize(keys) - 1);
    EXPECT_EQ(counts.unchanged, 1);
  }
}

TEST_F(Ingest, makes_a_version_of_changed_content_and_keeps_the_older) {
  see({note("1", R"({"id":"1","text":"a"})", "a")});
  later();
  const auto result = see({note("1", R"({"id":"1","text":"b"})", "b")});
  EXPECT_EQ(result.counts.updated, 1);
  EXPECT_THAT(versions(), ElementsAre(R"({"id":"1","text":"a"})", R"({"id":"1","text":"b"})"));
  EXPECT_THAT(actions(), ElementsAre("1", "2"));
}

TEST_F(Ingest, takes_white_space_key_order_and_escapes_for_no_change) {
  see({note("1", R"({"id":"1","a":[1,2],"t":"é/"})")});
  later();
  const std::string again = R"({"t" : "\u00e9\/", "a":[ 1, 2 ], "id":"1"})";
  EXPECT_EQ(see({note("1", again)}).counts.unchanged, 1);
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_THAT(versions(), ElementsAre(again)) << "the newest form is kept";
}

TEST_F(Ingest, compares_numbers_as_spelled) {
  see({note("1", R"({"id":"1","n":1.0})")});
  later();
  EXPECT_EQ(see({note("1", R"({"id":"1","n":1.00})")}).counts.updated, 1);
}

TEST_F(Ingest, takes_the_two_names_of_a_field_for_one) {
  see({note("1", R"({"id":"1","old_name":[1]})")});
  later();
  EXPECT_EQ(see({note("1", R"({"id":"1","new_name":[1]})")}).counts.unchanged, 1);
  EXPECT_EQ(see({note("1", R"({"id":"1","new_name":[2]})")}).counts.updated, 1);
}

TEST_F(Ingest, keeps_the_newest_counters_without_a_version) {
  see({note("1", R"({"id":"1","counts":{"likes":1},"box":{"views":1,"size":2}})")});
  later(std::chrono::hours(48));
  const std::string again = R"({"id":"1","counts":{"likes":2},"box":{"views":7,"size":2}})";
  const auto result = see({note("1", again)});
  EXPECT_EQ(result.counts.updated, 0);
  EXPECT_THAT(versions(), ElementsAre(again));
  EXPECT_THAT(rows(home, "SELECT counters FROM sample"),
              ElementsAre(R"({"counts":{"likes":1},"box.views":1})"));
}

TEST_F(Ingest, samples_counters_at_most_once_a_day) {
  const auto look = [&](int likes) {
    see({note("1", R"({"id":"1","counts":)" + std::to_string(likes) + "}")});
  };
  look(1);
  later(std::chrono::minutes(1));
  look(2);
  later(std::chrono::minutes(1));
  look(3);
  EXPECT_THAT(rows(home, "SELECT counters FROM sample"), IsEmpty()) << "today's newest is in the record";
  later(std::chrono::hours(24));
  look(4);
  EXPECT_THAT(rows(home, "SELECT counters FROM sample"), ElementsAre(R"({"counts":3})"));
}

TEST_F(Ingest, compares_an_observation_only_with_its_own_shape) {
  see({note("1", R"({"id":"1","a":1,"b":2})")});
  later();
  EXPECT_EQ(see({note("1", R"({"id":"1","a":1})", "", "brief")}).counts.updated, 0);
  later();
  EXPECT_EQ(see({note("1", R"({"id":"1","a":1,"b":2})")}).counts.updated, 0);
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_THAT(versions(), SizeIs(2)) << "one version a shape";
}

TEST_F(Ingest, merges_each_field_from_the_latest_shape_that_carries_it) {
  see({note("1", R"({"id":"1","a":1,"b":2})")});
  later();
  EXPECT_EQ(see({note("1", R"({"id":"1","a":5,"c":[3.0]})", "", "brief")}).counts.updated, 1)
      << "`a` differs";
  EXPECT_THAT(rows(home, "SELECT merged FROM record"), ElementsAre(R"({"id":"1","a":5,"b":2,"c":[3.0]})"));
  later();
  see({note("1", R"({"id":"1","b":2})")});
  EXPECT_THAT(rows(home, "SELECT merged FROM record"), ElementsAre(R"({"id":"1","b":2,"c":[3.0]})"))
      << "the full shape carries `a` and now lacks it";
}

TEST_F(Ingest, keeps_no_copy_of_a_text_that_its_bytes_have_as_it_is_shown) {
  const std::string text = "breakfast für 東京, every day";
  see({note("1", R"({"first":"é","text":")" + text + R"(","id":"1"})", text),
       note("2", R"({"id":"2","text":"a line\nand another line"})", "a line\nand another line"),
       note("3", R"({"id":"3","text":"short"})", "short")});
  EXPECT_THAT(rows(home, "SELECT told IS NULL FROM version ORDER BY id"), ElementsAre("1", "0", "0"));
  EXPECT_THAT(rows(home, "SELECT text FROM records ORDER BY id"),
              ElementsAre(text, "a line\nand another line", "short"));
  EXPECT_THAT(found("breakfast"), ElementsAre("1"));
}

TEST_F(Ingest, stores_what_was_prepared_before_as_it_stores_all_else) {
  const std::string text = "breakfast in 東京, every day";
  auto seen = note("1", R"({"first":"é","text":")" + text + R"("})", text);
  const Prepared prepared(seen);
  seen.prepared = &prepared;
  see({seen, note("2", R"({"id":"2"})")});
  EXPECT_THAT(verify(Database::open_for_writing(home), {}).problems, IsEmpty());
  EXPECT_THAT(rows(home, "SELECT told IS NULL, text FROM version WHERE id = 1"), ElementsAre("1|" + text));
  EXPECT_THAT(found("京"), ElementsAre("1"));
}

TEST_F(Ingest, keeps_no_copy_of_what_two_shapes_make_together_where_they_have_no_field_in_common) {
  import(now, {note("1", R"({ "post": {"id":"1","text":"cut …"} })", "cut …", "export")});
  import(now, {note("1", R"({"rest":{"text":"cut no more"}})", "cut no more, as it seems", "rest")});
  EXPECT_THAT(rows(home, "SELECT merged IS NULL AND joined IS NOT NULL FROM record"), ElementsAre("1"));
  EXPECT_THAT(rows(home, "SELECT json(json) FROM records"),
              ElementsAre(R"({"post":{"id":"1","text":"cut …"},"rest":{"text":"cut no more"}})"));
  EXPECT_THAT(dump(), ::testing::HasSubstr("cut no more\\\"}}"));
  later();
  see({note("1", R"({"post":{"id":"1"},"counts":1})", "")});
  EXPECT_THAT(rows(home, "SELECT merged IS NOT NULL AND joined IS NULL FROM record"), ElementsAre("1"));
}

TEST_F(Ingest, logs_no_update_when_an_endpoint_merely_tells_more) {
  see({note("1", R"({"id":"1"})", "", "reference")});
  later();
  see({note("1", R"({"id":"1","a":1})", "hello")});
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_THAT(found("hello"), ElementsAre("1"));
  EXPECT_THAT(rows(home, "SELECT raw FROM record r JOIN version v ON v.id = r.head"),
              ElementsAre(R"({"id":"1","a":1})"));
}

TEST_F(Ingest, takes_the_greatest_edit_for_current_in_whatever_order_they_come) {
  const auto edit = [&](std::int64_t order, const std::string& text) {
    auto seen = note("1", R"({"id":")" + std::to_string(order) + R"(","text":")" + text + "\"}", text);
    seen.order = order;
    seen.aliases = {std::to_string(order)};
    return seen;
  };
  see({edit(3, "third")});
  see({edit(1, "first")});
  see({edit(2, "second")});
  EXPECT_THAT(versions(), SizeIs(3));
  EXPECT_THAT(rows(home, "SELECT v.text FROM record r JOIN version v ON v.id = r.face"),
              ElementsAre("third"));
  EXPECT_THAT(rows(home, "SELECT count(*) FROM record"), ElementsAre("1"));
  EXPECT_THAT(actions(), ElementsAre("1"));
  see({edit(2, "second")});
  EXPECT_THAT(versions(), SizeIs(3)) << "seen again is not stored again";
  see({edit(4, "fourth")});
  EXPECT_THAT(actions(), ElementsAre("1", "2"));
}

TEST_F(Ingest, takes_no_earlier_edit_that_tells_more_now_for_an_update) {
  const auto edit = [&](std::int64_t order, const std::string& chain, const std::string& shape) {
    auto seen = note("1", R"({"id":")" + std::to_string(order) + R"(","edits":[)" + chain + "]}", "", shape);
    seen.order = order;
    return seen;
  };
  see({edit(1, "1", "note")});
  later();
  see({edit(2, "1,2", "note"), edit(1, "1,2", "reference")});
  later();
  see({edit(3, "1,2,3", "note"), edit(1, "1,2,3", "reference"), edit(2, "1,2,3", "reference")});
  EXPECT_THAT(actions(), ElementsAre("1", "2", "2"));
  EXPECT_THAT(rows(home, "SELECT v.raw FROM record r JOIN version v ON v.id = r.head"),
              ElementsAre(R"({"id":"3","edits":[1,2,3]})"));
}

TEST_F(Ingest, puts_an_older_archive_at_its_place_without_an_update) {
  see({note("1", R"({"id":"1","text":"now"})", "now")});
  now -= std::chrono::hours(24 * 365);
  source = "archive 2025-09-21";
  see({note("1", R"({"id":"1","text":"then"})", "then")});
  EXPECT_THAT(actions(), ElementsAre("1"));
  EXPECT_THAT(versions(), ElementsAre(R"({"id":"1","text":"then"})", R"({"id":"1","text":"now"})"));
  EXPECT_THAT(found("now"), ElementsAre("1"));
  EXPECT_THAT(found("then"), IsEmpty());
}

TEST_F(Ingest, counts_the_content_of_parts_but_not_their_counters) {
  const auto with = [&](const std::string& media) {
    auto seen = note("1", R"({"id":"1"})");
    seen.parts = {{"media", "m1", keep.emplace_back(media)}};
    return seen;
  };
  see({with(R"({"media_key":"m1","alt":"a","views":1})")});
  later();
  EXPECT_EQ(see({with(R"({"media_key":"m1","alt":"a","views":9})")}).counts.updated, 0);
  EXPECT_EQ(see({with(R"({"media_key":"m1","alt":"b","views":9})")}).counts.updated, 1);
  EXPECT_EQ(see({note("1", R"({"id":"1"})")}).counts.updated, 0)
      << "a look without the parts says nothing about them";
  EXPECT_THAT(rows(home, "SELECT p.raw FROM part p JOIN record r ON r.head = p.version"),
              ElementsAre(R"({"media_key":"m1","alt":"b","views":9})"));
}

TEST_F(Ingest, restores_what_was_deleted_when_it_is_seen_again) {
  see({note("1", R"({"id":"1"})")});
  later();
  auto proof = begin("notes", 1);
  EXPECT_EQ(proof.remove_records({{"status/paper", "1"}, {"status/paper", "unknown"}}), 1);
  proof.commit();
  EXPECT_THAT(rows(home, "SELECT state FROM record"), ElementsAre("1"));
  later();
  EXPECT_EQ(see({note("1", R"({"id":"1"})")}).counts.restored, 1);
  EXPECT_THAT(actions(), ElementsAre("1", "3", "4"));
}

TEST_F(Ingest, lets_an_older_archive_undo_no_deletion) {
  see({note("1", R"({"id":"1"})")});
  later();
  auto proof = begin("notes", 1);
  proof.remove_records({{"status/paper", "1"}});
  proof.commit();
  now -= std::chrono::minutes(30);
  see({note("1", R"({"id":"1"})")});
  EXPECT_THAT(rows(home, "SELECT state FROM record"), ElementsAre("1"));
}

TEST_F(Ingest, finds_an_edited_record_by_each_of_its_ids) {
  auto seen = note("2", R"({"id":"2"})");
  see({seen});
  auto edited = note("1", R"({"id":"3"})");
  edited.aliases = {"2", "3"};
  edited.order = 3;
  see({edited});
  EXPECT_THAT(rows(home, "SELECT count(*) FROM record"), ElementsAre("1"));
}

TEST_F(Ingest, orders_records_of_the_same_time_by_their_tiebreak) {
  auto a = note("a", R"({"id":"a"})");
  auto b = note("b", R"({"id":"b"})");
  auto c = note("c", R"({"id":"c"})");
  a.tiebreak = 7;
  b.tiebreak = 9;
  c.tiebreak = 7;
  see({a, b, c});
  const auto order = rows(home, "SELECT key FROM record ORDER BY sort");
  EXPECT_EQ(order.back(), "b");
  EXPECT_THAT(order, SizeIs(3));
}

TEST_F(Ingest, leaves_nothing_of_a_page_that_is_not_committed) {
  const auto before = dump();
  {
    auto begun = begin("notes", 1);
    const std::vector<Observation> seen{note("1", R"({"id":"1"})", "gone")};
    begun.store(seen, names(seen));
  }
  EXPECT_EQ(dump(), before);
  EXPECT_THAT(found("gone"), IsEmpty());
}

TEST_F(Ingest, segments_han_for_a_plain_client) {
  see({note("1", R"({"id":"1"})", "日本語 Café")});
  EXPECT_THAT(found("本"), ElementsAre("1"));
  EXPECT_THAT(found("cafe"), ElementsAre("1"));
}

/// The index removes words according to the text that the record had when they were added.
class IndexInStep : public Ingest {
 protected:
  ~IndexInStep() override {
    EXPECT_THAT(verify(Database::open_for_writing(home), {}).problems, IsEmpty());
    EXPECT_THAT(found("before"), IsEmpty());
  }
  Observation saying(const std::string& text) {
    return note("1", R"({"id":"1","text":")" + text + R"("})", text);
  }
};

TEST_F(IndexInStep, after_an_edit) {
  see({saying("Before, in plain words")});
  later();
  see({saying("after")});
  EXPECT_THAT(found("after"), ElementsAre("1"));
}

TEST_F(IndexInStep, after_an_edit_between_scripts) {
  for (const char* text : {"before", "before 東京", "東京 before", "after"}) {
    see({saying(text)});
    later();
  }
  EXPECT_THAT(found("after"), ElementsAre("1"));
}

TEST_F(IndexInStep, after_two_edits_in_one_transaction) {
  see({saying("before"), saying("before 2"), saying("after")});
  EXPECT_THAT(found("after"), ElementsAre("1"));
  see({saying("before 3"), saying("after 4")});
  EXPECT_THAT(found("4"), ElementsAre("1"));
}

TEST_F(IndexInStep, after_a_move_in_time) {
  see({saying("before")});
  later();
  auto moved = saying("after");
  moved.time = now - std::chrono::hours(5);
  see({moved});
  EXPECT_THAT(found("after"), ElementsAre("1"));
}

TEST_F(IndexInStep, after_more_of_the_text_was_learnt) {
  see({note("1", R"({"id":"1"})", "before")});
  later();
  see({note("1", R"({"id":"1"})", "more than was there")});
  EXPECT_THAT(found("more"), ElementsAre("1"));
}

TEST_F(IndexInStep, where_there_was_nothing_to_index) {
  see({note("1", R"({"id":"1"})")});
  later();
  see({saying("after")});
  EXPECT_THAT(found("after"), ElementsAre("1"));
}

TEST_F(IndexInStep, with_a_name_before_the_text) {
  auto named = saying("before");
  named.name = "Ada";
  see({named});
  later();
  auto renamed = saying("after");
  renamed.name = "Grace";
  see({renamed});
  EXPECT_THAT(found("ada"), IsEmpty());
  EXPECT_THAT(found("grace after"), ElementsAre("1"));
}

}  // namespace
}  // namespace locker::store
