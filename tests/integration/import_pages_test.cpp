#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/integration/import_fixture.hpp"

/// An imported archive as users read it: as HTML pages, and in Datasette.
namespace locker::test {
namespace {

class ImportPages : public Import {
 protected:
  void export_pages(const std::string& format) const {
    const Outcome outcome = locker({"export", path(format), "--format", format});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
  }
  std::string pages_below(const std::string& below) const {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path(below)))
      if (entry.is_regular_file()) all += text_of(entry.path());
    return all;
  }
};

TEST_F(ImportPages, show_a_group_by_its_name_with_what_happened_to_it) {
  make("a.zip", {"--with", "groups"});
  expect_import({"a.zip"});
  export_pages("html");
  EXPECT_NE(text_of(path("html") + "/index.html").find(">Bakers <"), std::string::npos);
  const std::string messages = pages_below("html/messages");
  for (const char* line : {">added you to the conversation with 13<", ">added 14, 12<", ">left: 14<",
                           ">named it Bakers<", ">hello all<"})
    EXPECT_NE(messages.find(line), std::string::npos) << line;
  EXPECT_LT(messages.find(">added you to the conversation with 13<"), messages.find(">hello all<"));
  EXPECT_EQ(pages_below("html/pages").find("named it"), std::string::npos);
}

/// Only its events name who is in the group; in the other conversation nobody else is.
TEST_F(ImportPages, tell_a_group_without_a_name_by_who_is_in_it_and_a_note_to_self_by_its_owner) {
  make("a.zip", {"--with", "mentions"});
  expect_import({"a.zip"});
  const auto message = [](const std::string& id) {
    return json{{"messageCreate",
                 {{"id", id},
                  {"senderId", "2244994945"},
                  {"text", "said"},
                  {"createdAt", "2024-02-01T00:00:00.000Z"}}}};
  };
  const json joined{{"joinConversation",
                     {{"initiatingUserId", "2244994945"},
                      {"participantsSnapshot", {"2244994945", "12", "9000", "31"}},
                      {"createdAt", "2024-01-01T00:00:00.000Z"}}}};
  std::ofstream(path("direct-messages-group.js"))
      << "x = "
      << json{{{"dmConversation",
                {{"conversationId", "1700000000000000500"},
                 {"messages", {message("1752000000000000001"), joined}}}}}};
  std::ofstream(path("direct-messages.js")) << "x = "
                                            << json{{{"dmConversation",
                                                      {{"conversationId", "2244994945-2244994945"},
                                                       {"messages", {message("1752000000000000002")}}}}}};
  expect_import({"direct-messages-group.js"});
  expect_import({"direct-messages.js"});
  export_pages("html");
  const std::string index = text_of(path("html") + "/index.html");
  EXPECT_NE(index.find(">group of @baker_twelve, @ferryman, 31 <"), std::string::npos) << index;
  EXPECT_NE(index.find(">@harbour_ada <"), std::string::npos) << index;
  EXPECT_EQ(query({"--with", "1700000000000000500"}).size(), 2U);
}

TEST_F(ImportPages, name_who_came_and_left_where_somebody_knows_them) {
  make("a.zip", {"--with", "groups,mentions"});
  expect_import({"a.zip"});
  export_pages("html");
  export_pages("markdown");
  const std::string html = pages_below("html/messages"), markdown = pages_below("markdown/messages");
  EXPECT_NE(html.find(">added 14, @baker_twelve<"), std::string::npos) << html;
  EXPECT_NE(markdown.find("added 14, @baker\\_twelve"), std::string::npos) << markdown;
  EXPECT_NE(html.find(">left: 14<"), std::string::npos) << html;
}

TEST_F(ImportPages, lead_to_what_is_not_kept_and_say_where_nothing_does) {
  make("a.zip", {"--with", "unkept"});
  expect_import({"a.zip"});
  export_pages("html");
  export_pages("markdown");
  const std::string html = pages_below("html/pages"), markdown = pages_below("markdown/pages");
  EXPECT_NE(html.find("href=\"https://pbs.twimg.com/media/Unkept.jpg?name=orig\">photo</a>"),
            std::string::npos);
  EXPECT_NE(html.find("video: not kept here"), std::string::npos);
  EXPECT_NE(markdown.find("[photo](<https://pbs.twimg.com/media/Unkept.jpg?name=orig>)"), std::string::npos);
  EXPECT_NE(markdown.find("video: not kept here"), std::string::npos);
}

TEST_F(ImportPages, say_that_their_times_are_of_utc) {
  make("a.zip", {"--with", "replies"});
  expect_import({"a.zip"});
  export_pages("html");
  EXPECT_NE(pages_below("html/pages").find(" UTC</time>"), std::string::npos);
}

TEST_F(ImportPages, show_a_reaction_right_behind_the_message_it_is_about) {
  const json truth = make("a.zip", {"--with", "reactions"});
  expect_import({"a.zip"});
  export_pages("html");
  export_pages("markdown");
  std::string message;
  for (const auto& [id, text] : truth["messages"].items())
    if (text == "look https://example.org/q") message = id;
  const auto expect_behind = [](const std::string& pages, const std::string& begin, const std::string& link) {
    const auto said = pages.find("look ");
    const auto next = pages.find(begin, said), end = pages.find(begin, next + 1);
    ASSERT_NE(next, std::string::npos) << pages;
    const std::string entry = pages.substr(next, end - next);
    EXPECT_NE(entry.find("agree"), std::string::npos) << pages;
    EXPECT_NE(entry.find(link), std::string::npos) << entry;
  };
  expect_behind(pages_below("html/messages"), "<article ",
                "<a href=\"#message-" + message + "\">a reaction</a>");
  expect_behind(pages_below("markdown/messages"), "\n---\n", "[a reaction](<#message-" + message + ">)");
}

TEST_F(ImportPages, are_read_in_the_order_in_which_it_was_said_from_month_to_month) {
  make("a.zip", {"--with", "replies,edits,times,private"});
  expect_import({"a.zip"}, {"--private"});
  export_pages("html");
  export_pages("markdown");
  const std::string html = text_of(path("html") + "/pages/twitter/2023-11.html");
  const std::string markdown = text_of(path("markdown") + "/pages/twitter/2023-11.md");
  EXPECT_LT(html.find(">a question<"), html.find(">@me an answer<"));
  EXPECT_LT(markdown.find("a question"), markdown.find("an answer\n"));
  std::vector<std::string> months;
  for (const auto& page : std::filesystem::directory_iterator(path("html") + "/pages/twitter"))
    months.push_back(page.path().stem());
  std::ranges::sort(months);
  ASSERT_GE(months.size(), 3U);
  for (std::size_t at = 0; at < months.size(); ++at) {
    const std::string page = text_of(path("html") + "/pages/twitter/" + months[at] + ".html");
    const std::string words = text_of(path("markdown") + "/pages/twitter/" + months[at] + ".md");
    const auto leads = [&](const char* rel, std::size_t to) {
      return page.find(std::string("<a rel=\"") + rel + "\" href=\"../../pages/twitter/" + months[to] +
                       ".html\">");
    };
    EXPECT_EQ(page.find("rel=\"prev\"") != std::string::npos, at > 0);
    EXPECT_EQ(page.find("rel=\"next\"") != std::string::npos, at + 1 < months.size());
    if (at > 0) {
      EXPECT_NE(leads("prev", at - 1), std::string::npos) << page;
      EXPECT_NE(words.find("](<../../pages/twitter/" + months[at - 1] + ".md>)"), std::string::npos);
    }
    if (at + 1 < months.size()) {
      EXPECT_NE(leads("next", at + 1), std::string::npos) << page;
    }
  }
  const std::string index = text_of(path("html") + "/index.html");
  EXPECT_NE(index.find("<h1>The archive of Ada at the harbour (@harbour_ada)</h1>"), std::string::npos)
      << index;
  EXPECT_NE(index.find("<b>twitter</b> Ada at the harbour (@harbour_ada), 20"), std::string::npos) << index;
  EXPECT_NE(text_of(path("markdown") + "/index.md")
                .find("# The archive of Ada at the harbour \\(@harbour\\_ada\\)"),
            std::string::npos);
}

TEST_F(ImportPages, hide_nothing_of_ones_own_and_name_people_by_their_id_at_least) {
  make("a.zip", {"--with", "notes,times,bookmarks"});
  expect_import({"a.zip"});
  export_pages("html");
  export_pages("markdown");
  const std::string html = pages_below("html/pages"), markdown = pages_below("markdown/pages");
  const auto note = html.find("A note without a post");
  ASSERT_NE(note, std::string::npos);
  EXPECT_NE(html.substr(html.rfind("<article", note), 100).find("data-streams=\"tweets\""),
            std::string::npos);
  EXPECT_NE(html.find("what it says is not known"), std::string::npos);
  EXPECT_NE(markdown.find("what it says is not known"), std::string::npos);
  EXPECT_NE(pages_below("html/lists").find("<b dir=\"auto\">9000</b>"), std::string::npos);
  EXPECT_NE(pages_below("markdown/lists").find("9000"), std::string::npos);
  EXPECT_NE(text_of(path("html") + "/index.html").find("posts without a time"), std::string::npos);
}

TEST_F(ImportPages, name_whom_a_post_answers_that_is_not_there_and_lead_to_that) {
  make("a.zip", {"--with", "answered"});
  expect_import({"a.zip"});
  export_pages("html");
  export_pages("markdown");
  const std::string url = "https://x.com/i/status/1650000000000000321";
  const std::string html = pages_below("html/pages"), markdown = pages_below("markdown/pages");
  EXPECT_NE(html.find("href=\"" + url + "\">an answer to @reply_only</a>"), std::string::npos) << html;
  EXPECT_NE(markdown.find("[an answer to @reply\\_only](<" + url + ">)"), std::string::npos) << markdown;
}

/// With the queries of Datasette.
TEST_F(ImportPages, are_described_for_datasette_as_they_are) {
  make("a.zip", {"--with", "all"});
  expect_import({"a.zip"});
  const json described = json::parse(
      text_of(std::string(fixtures_path()) + "/../../docs/datasette.json"))["databases"]["locker"];
  SQLite::Database database(home / "locker.db", SQLite::OPEN_READONLY);
  SQLite::Statement names(database,
                          "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')"
                          " AND name NOT LIKE 'search\\_%' ESCAPE '\\'");
  std::map<std::string, std::string> kinds;
  while (names.executeStep()) kinds[names.getColumn(1).getString()] = names.getColumn(0).getString();
  for (const auto& [name, what] : described["tables"].items()) {
    ASSERT_TRUE(kinds.contains(name)) << name;
    Words columns = what.value("facets", Words{});
    for (const char* order : {"sort", "sort_desc"})
      if (what.contains(order)) columns.push_back(what[order]);
    for (const auto& column : columns)
      EXPECT_NO_THROW(SQLite::Statement(database, "SELECT " + column + " FROM " + name)) << name << column;
  }
  for (const auto& [name, kind] : kinds) {
    const bool hidden = described["tables"].value(name, json::object()).value("hidden", false);
    EXPECT_EQ(hidden, kind == "table") << name;
  }
  for (const auto& [name, query] : described["queries"].items()) {
    SQLite::Statement rows(database, query["sql"].get<std::string>());
    if (name == "search") rows.bind(":words", "harbour");
    if (name == "month") rows.bind(":month", "2023-11");
    EXPECT_TRUE(rows.executeStep()) << name;
  }
}

}  // namespace
}  // namespace locker::test
