#include "tests/integration/import_fixture.hpp"

namespace locker::test {
namespace {

TEST_F(Import, messages_are_counted_beside_the_conversations_that_a_manifest_counts) {
  make("a.zip", {"--with", "groups,reactions,twice"});
  const Outcome outcome = import({"a.zip"}, {"--json"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  json messages, group, likes;
  for (const auto& line : lines_of(outcome.out)) {
    const json member = json::parse(line);
    if (member.value("member", "") == "data/direct-messages.js") messages = member;
    if (member.value("member", "") == "data/direct-messages-group.js") group = member;
    if (member.value("member", "") == "data/like.js") likes = member;
  }
  const int told = messages["manifest"];
  EXPECT_EQ(messages["groups"], (json{{"conversations", told}})) << messages;
  EXPECT_GT(messages["elements"].get<int>(), told);
  EXPECT_EQ(group["elements"], 5);
  EXPECT_EQ(group["manifest"], 1);
  EXPECT_EQ(group["groups"], (json{{"conversations", 1}}));
  EXPECT_FALSE(likes.contains("groups"));
  EXPECT_NE(import({"a.zip"}).out.find("data/direct-messages-group.js\timported\t5\t1\tconversations: 1\n"),
            std::string::npos);
}

TEST_F(Import, headers_of_messages_stand_in_too) {
  const json truth = make("a.zip", {"--with", "headers", "--without", "direct-messages"});
  const Outcome outcome = import({"a.zip"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto messages = rows({"--type", "message", "--all", "--fields", "id,time,text"});
  ASSERT_FALSE(truth.at("message_headers").empty());
  ASSERT_EQ(messages.size(), truth["message_headers"].size());
  for (const auto& id : truth["message_headers"]) {
    EXPECT_EQ(messages.at(id)["text"], nullptr);
    EXPECT_NE(messages.at(id)["time"], nullptr);
  }
}

TEST_F(Import, who_came_to_a_group_or_left_it_is_called_by_name) {
  const json truth = make("a.zip", {"--with", "mentions,groups"});
  expect_import({"a.zip"});
  const auto texts = [&](const Words& when) {
    Words words{"--type", "event", "--fields", "text"};
    words.insert(words.end(), when.begin(), when.end());
    return query(words).dump();
  };
  const std::string named = R"([{"text":"named it Bakers"},{"text":"left: 14"},)"
                            R"({"text":"added 14, @baker_twelve"},)"
                            R"({"text":"added you to the conversation with 13"}])";
  EXPECT_EQ(texts({}), named);
  EXPECT_EQ(texts({"--as-of", "now"}), named);
  const Outcome told = locker({"history", "--type", "event", "--diff", "--format", "jsonl"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_NE(told.out.find("added 14, @baker_twelve"), std::string::npos) << told.out;
}

/// A member of a group who wrote nothing is still a member; events of the group are among its messages.
TEST_F(Import, a_conversation_is_shown_whole_with_whoever_was_in_it) {
  const json truth = make("a.zip", {"--with", "groups"});
  expect_import({"a.zip"});
  const std::string hello = truth["conversation"].items().begin().key();
  const auto texts = [&](const std::string& option, const std::string& value) {
    Words told;
    for (const auto& row : query({option, value, "--fields", "text"})) told.push_back(row["text"]);
    return told;
  };
  const Words whole = texts("--with", "13");
  ASSERT_EQ(whole.size(), 5U);
  EXPECT_EQ(whole.front(), "added you to the conversation with 13");
  EXPECT_EQ(whole.back(), "hello all");
  for (const char* name : {"14", "Bakers", "BÁKERS", "bake"}) EXPECT_EQ(texts("--with", name), whole) << name;
  EXPECT_EQ(texts("--thread", hello), whole);
  EXPECT_EQ(locker({"query", "--with", "akers"}).code, 1);
}

TEST_F(Import, a_conversation_has_its_reactions_behind_what_they_are_about) {
  const json truth = make("a.zip", {"--with", "reactions"});
  expect_import({"a.zip"});
  std::string message;
  for (const auto& [id, text] : truth["messages"].items())
    if (text == "look https://example.org/q") message = id;
  Words ids;
  for (const auto& row : query({"--thread", message, "--fields", "id"})) ids.push_back(row["id"]);
  const auto about = std::ranges::find(ids, message);
  ASSERT_NE(about, ids.end());
  for (const auto& [id, raw] : truth["events"].items()) {
    const auto from = raw.contains("senderId") ? about : ids.begin();
    EXPECT_NE(std::find(from, ids.end(), id), ids.end()) << raw;
  }
}

TEST_F(Import, events_of_one_time_are_all_there) {
  const json truth = make("a.zip", {"--with", "simultaneous"});
  expect_import({"a.zip"});
  expect_messages(truth);
  EXPECT_EQ(rows({"--type", "event"}).size(), 2U);
  const std::string before = dump();
  expect_import({"a.zip"});
  EXPECT_EQ(dump(), before);
}

TEST_F(Import, whom_only_a_conversation_names_can_be_looked_up_too) {
  const auto unnamed = [&](const Words& options) {
    begin_anew();
    make("a.zip", options);
    expect_import({"a.zip"});
    const std::string told = locker({"doctor"}).out;
    const auto end = told.find(" people are known by their id only");
    EXPECT_NE(end, std::string::npos) << told;
    return std::stoi(told.substr(told.rfind(' ', end - 1)));
  };
  const int few = unnamed({"--without", "direct-messages"});
  // One who wrote, one who was there from the beginning, one who joined and left.
  EXPECT_EQ(unnamed({"--without", "direct-messages", "--with", "groups"}) - few, 3);
  // One whom the user wrote to without receiving a reply.
  EXPECT_EQ(unnamed({}) - few, 1);
}

}  // namespace
}  // namespace locker::test
