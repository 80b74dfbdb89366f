#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/store/scan.hpp"
#include "lib/store/thread.hpp"
#include "lib/text/segment.hpp"

namespace locker::store {
namespace {

/// A conversation of an account, by the service's id.
using ConversationKey = std::pair<std::int64_t, std::string>;

/// How much of a name must match, folded as in search.
enum class Fit { whole, beginning_of_a_word };

bool fits(std::string_view name, const std::string& folded, Fit fit) {
  if (folded.empty()) return false;
  const std::string words = " " + text::segment(name);
  return fit == Fit::whole ? words == " " + folded : words.find(" " + folded) != std::string::npos;
}

/// Finds conversations by the people who are or were in them, and by their present and earlier names.
class Search {
 public:
  Search(const Database& database, std::string_view name)
      : database_(database.sqlite()),
        name_(name.starts_with('@') ? name.substr(1) : name),
        folded_(text::segment(name)),
        of_person_(
            database_,
            "SELECT DISTINCT r.account, p.conversation FROM type t CROSS JOIN record r ON r.type = t.id"
            " JOIN reply p ON p.record = r.id JOIN account a ON a.id = r.account"
            " WHERE (t.name LIKE 'message/%' OR t.name LIKE 'event/%') AND r.state = 0"
            " AND p.conversation <> '' AND (r.author = ?1 OR a.user_id = ?1"
            " OR substr(p.conversation, 1, length(?1) + 1) = ?1 || '-'"
            " OR substr(p.conversation, -length(?1) - 1) = '-' || ?1"
            " OR (t.name LIKE 'event/%' AND EXISTS (SELECT 1 FROM version v JOIN json_tree(v.raw) j"
            "  WHERE v.id = r.head AND j.atom = ?1 AND j.key NOT IN ('name', 'conversationId'))))") {}

  /// Throws Error{gone} if nobody has that name.
  std::set<ConversationKey> run() {
    add_people_exactly();
    add_conversation_exactly();
    add(Fit::whole);
    find_of_people();
    if (people_.empty() && found_.empty()) {
      add(Fit::beginning_of_a_word);
      find_of_people();
    }
    if (people_.empty() && found_.empty()) {
      people_.insert(name_);  // an id that only conversations contain
      find_of_people();
      people_.clear();
    }
    if (people_.empty() && found_.empty())
      throw Error(ErrorKind::gone, "nobody in this locker is called \"" + name_ + "\"",
                  "name a handle, an id, or the name that the person or the group shows");
    return std::move(found_);
  }

  [[nodiscard]] const std::set<std::string>& people() const { return people_; }

 private:
  /// Finds people by the service's id, or by the handle with or without the @ that some services put before
  /// it.
  void add_people_exactly() {
    Scan people(
        database_,
        "SELECT r.key FROM record r JOIN type t ON t.id = r.type JOIN version f ON f.id = r.face"
        " WHERE (t.name LIKE 'contact/%' OR t.name LIKE 'profile/%') AND (r.key = ?1 OR"
        "  f.name COLLATE NOCASE IN (?1, '@' || ?1))"
        " UNION SELECT person FROM named WHERE person = ?1 OR handle COLLATE NOCASE IN (?1, '@' || ?1)"
        " UNION SELECT user_id FROM account WHERE user_id = ?1 OR handle = ?1 COLLATE NOCASE"
        " UNION SELECT r.author FROM record r JOIN type t ON t.id = r.type"
        "  WHERE t.name LIKE 'message/%' AND r.author = ?1");
    people.bind(1, name_);
    while (people.step()) people_.emplace(people.text(0));
  }

  /// Finds a conversation by the service's id: groups need not have a name.
  void add_conversation_exactly() {
    Scan conversations(
        database_,
        "SELECT DISTINCT r.account, p.conversation FROM reply p CROSS JOIN record r ON r.id = p.record"
        " JOIN type t ON t.id = r.type WHERE p.conversation = ?1 AND r.state = 0"
        " AND (t.name LIKE 'message/%' OR t.name LIKE 'event/%')");
    conversations.bind(1, name_);
    while (conversations.step()) found_.emplace(conversations.number(0), std::string(conversations.text(1)));
  }

  /// Finds people and conversations by the names that they show.
  void add(Fit fit) {
    Scan people(database_,
                "SELECT r.key, json_extract(h.raw, '$.name') FROM record r JOIN type t ON t.id = r.type"
                " JOIN version h ON h.id = r.head WHERE t.name LIKE 'contact/%' OR t.name LIKE 'profile/%'"
                " UNION ALL SELECT person, name FROM named WHERE name <> ''");
    while (people.step())
      if (fits(people.text(1), folded_, fit)) people_.emplace(people.text(0));
    Scan groups(database_,
                "SELECT r.account, p.conversation, f.name FROM type e CROSS JOIN record r ON r.type = e.id"
                " JOIN version f ON f.id = r.face JOIN reply p ON p.record = r.id"
                " WHERE e.name LIKE 'event/%' AND f.name <> '' AND p.conversation <> ''");
    while (groups.step())
      if (fits(groups.text(2), folded_, fit)) found_.emplace(groups.number(0), std::string(groups.text(1)));
  }

  /// Finds the conversations of people. The id of a conversation of two contains both ids; in any other one,
  /// the person wrote a message or is named by an event. The account's owner is in all of them.
  void find_of_people() {
    for (const auto& person : people_) {
      of_person_.bind(1, person);
      while (of_person_.step()) found_.emplace(of_person_.number(0), std::string(of_person_.text(1)));
      of_person_.reset();
    }
  }

  SQLite::Database& database_;
  std::string name_, folded_;
  Scan of_person_;
  std::set<std::string> people_;
  std::set<ConversationKey> found_;
};

/// Records in the order in which a conversation is read: a reaction comes after the message that it is about.
class InPlace {
 public:
  explicit InPlace(const Database& database)
      : of_conversation_(
            database.sqlite(),
            "SELECT r.id, coalesce(o.sort, r.sort), o.id IS NOT NULL, r.sort FROM reply p"
            " JOIN record r ON r.id = p.record JOIN type t ON t.id = r.type"
            " LEFT JOIN type m ON t.name LIKE 'event/%' AND m.name = 'message' || substr(t.name, 6)"
            " LEFT JOIN record o ON o.account = r.account AND o.type = m.id AND o.key = p.target"
            " WHERE p.conversation = ?2 AND r.account = ?1 AND r.state = 0"
            " AND (t.name LIKE 'message/%' OR t.name LIKE 'event/%')"),
        without_one_(database.sqlite(),
                     "SELECT r.id, r.sort, 0, r.sort FROM type t CROSS JOIN record r ON r.type = t.id"
                     " LEFT JOIN reply p ON p.record = r.id WHERE t.name LIKE 'message/%' AND r.state = 0"
                     " AND r.author = ?1 AND p.conversation IS NULL") {}

  void add(const ConversationKey& conversation) {
    of_conversation_.bind(1, conversation.first);
    of_conversation_.bind(2, conversation.second);
    take(of_conversation_);
  }
  /// Adds messages that are not known to be in any conversation.
  void add_without_one(const std::string& person) {
    without_one_.bind(1, person);
    take(without_one_);
  }

  [[nodiscard]] std::vector<std::int64_t> records() const {
    std::vector<std::int64_t> all;
    for (const auto& [place, record] : in_place_) all.push_back(record);
    return all;
  }

 private:
  void take(Scan& rows) {
    while (rows.step()) in_place_[{rows.number(1), rows.number(2), rows.number(3)}] = rows.number(0);
    rows.reset();
  }

  Scan of_conversation_, without_one_;
  std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, std::int64_t> in_place_;
};

}  // namespace

std::vector<std::int64_t> messages_with(const Database& database, std::string_view name) {
  const SQLite::Transaction one_moment(database.sqlite());
  Search search(database, name);
  InPlace in_place(database);
  for (const auto& conversation : search.run()) in_place.add(conversation);
  for (const auto& person : search.people()) in_place.add_without_one(person);
  return in_place.records();
}

}  // namespace locker::store
