#include "lib/store/thread.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/error.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

/// A record as far as its conversation needs it.
struct Post {
  std::int64_t record = 0, sort = 0;
  std::string key, target, conversation;
};

constexpr char kPost[] =
    "SELECT r.id, r.sort, r.key, p.target, p.conversation FROM record r LEFT JOIN reply p ON p.record = r.id";

/// Gathers a conversation from any of its posts.
class Thread {
 public:
  Thread(const Database& database, std::int64_t record)
      : by_record_(database.sqlite(), std::string(kPost) + " WHERE r.id = ?1"),
        by_key_(database.sqlite(),
                "SELECT id FROM record WHERE account = ?1 AND type = ?2 AND key = ?3 UNION"
                " SELECT record FROM alias WHERE account = ?1 AND type = ?2 AND key = ?3"),
        of_conversation_(database.sqlite(),
                         "SELECT r.id FROM reply p JOIN record r ON r.id = p.record"
                         " WHERE p.conversation = ?3 AND r.account = ?1 AND r.type = ?2"),
        answers_(database.sqlite(),
                 "SELECT r.id FROM reply p JOIN record r ON r.id = p.record"
                 " WHERE p.target = ?3 AND r.account = ?1 AND r.type = ?2"),
        names_(database.sqlite(), "SELECT key FROM alias WHERE record = ?1") {
    Scan own(database.sqlite(), "SELECT account, type FROM record WHERE id = ?1");
    own.bind(1, record);
    if (!own.step()) return;
    for (Scan* scan : {&by_key_, &of_conversation_, &answers_}) {
      scan->bind(1, own.number(0));
      scan->bind(2, own.number(1));
    }
    meet(record);
  }

  std::vector<ThreadMember> gather() {
    while (!waiting_.empty()) {
      const std::int64_t record = waiting_.back();
      waiting_.pop_back();
      visit(record);
    }
    std::vector<const Post*> in_time;
    for (const auto& [record, post] : posts_) in_time.push_back(&post);
    std::ranges::sort(in_time, {}, [](const Post* post) { return post->sort; });
    std::vector<ThreadMember> members;
    for (const Post* post : in_time) members.push_back({post->record, depth(*post, in_time.front()->key)});
    return members;
  }

 private:
  void meet(std::int64_t record) {
    if (posts_.contains(record)) return;
    by_record_.bind(1, record);
    if (by_record_.step())
      posts_[record] = {by_record_.number(0), by_record_.number(1), std::string(by_record_.text(2)),
                        std::string(by_record_.text(3)), std::string(by_record_.text(4))};
    by_record_.reset();
    waiting_.push_back(record);
  }

  void visit(std::int64_t record) {
    const Post post = posts_[record];
    std::set<std::string> names{post.key};
    names_.bind(1, record);
    while (names_.step()) names.emplace(names_.text(0));
    names_.reset();
    meet_all(by_key_, post.target);
    for (const auto& conversation : {post.conversation, post.key}) {
      meet_all(by_key_, conversation);
      meet_all(of_conversation_, conversation);
    }
    for (const auto& name : names) {
      record_of_[name] = record;
      meet_all(answers_, name);
    }
  }

  void meet_all(Scan& scan, const std::string& key) {
    if (key.empty()) return;
    std::vector<std::int64_t> found;
    scan.bind(3, key);
    while (scan.step()) found.push_back(scan.number(0));
    scan.reset();
    for (const auto record : found) meet(record);
  }

  /// An answer to what is not stored stands below the beginning.
  int depth(const Post& post, const std::string& first) {
    int steps = 0;
    const Post* at = &post;
    for (std::set<std::int64_t> met; !at->target.empty() && met.insert(at->record).second; ++steps) {
      const auto above = record_of_.find(at->target);
      if (above == record_of_.end()) return steps + 1;
      at = &posts_[above->second];
    }
    const bool below_first = at->key != first && !at->conversation.empty() && at->conversation != at->key;
    return steps + (below_first ? 1 : 0);
  }

  Scan by_record_, by_key_, of_conversation_, answers_, names_;
  std::map<std::int64_t, Post> posts_;
  std::map<std::string, std::int64_t> record_of_;
  std::vector<std::int64_t> waiting_;
};

/// Service ids of the people whom a name means, with or without the @ that some services put before it.
std::vector<std::string> people_called(const Database& database, std::string_view name) {
  if (name.starts_with('@')) name.remove_prefix(1);
  Scan people(
      database.sqlite(),
      "SELECT r.key FROM record r JOIN type t ON t.id = r.type JOIN version f ON f.id = r.face"
      " JOIN version h ON h.id = r.head"
      " WHERE (t.name LIKE 'contact/%' OR t.name LIKE 'profile/%') AND (r.key = ?1 OR"
      "  f.name COLLATE NOCASE IN (?1, '@' || ?1) OR json_extract(h.raw, '$.name') = ?1 COLLATE NOCASE)"
      " UNION SELECT person FROM named WHERE person = ?1 OR handle COLLATE NOCASE IN (?1, '@' || ?1) OR"
      "  name = ?1 COLLATE NOCASE"
      " UNION SELECT r.author FROM record r JOIN type t ON t.id = r.type"
      "  WHERE t.name LIKE 'message/%' AND r.author = ?1");
  people.bind(1, name);
  std::vector<std::string> ids;
  while (people.step()) ids.emplace_back(people.text(0));
  return ids;
}

/// The messages of conversations that are, or were, called so.
void add_conversations_called(const Database& database, std::string_view name,
                              std::map<std::int64_t, std::int64_t>& in_time) {
  Scan messages(database.sqlite(),
                "SELECT m.id, m.sort FROM type e CROSS JOIN record r ON r.type = e.id"
                " JOIN version f ON f.id = r.face JOIN reply p ON p.record = r.id"
                " JOIN reply q ON q.conversation = p.conversation JOIN record m ON m.id = q.record"
                " JOIN type t ON t.id = m.type"
                " WHERE e.name LIKE 'event/%' AND f.name = ?1 COLLATE NOCASE AND m.account = r.account"
                " AND m.state = 0 AND t.name LIKE 'message/%'");
  messages.bind(1, name);
  while (messages.step()) in_time[messages.number(1)] = messages.number(0);
}

}  // namespace

std::vector<ThreadMember> thread_of(const Database& database, std::int64_t record) {
  const SQLite::Transaction one_moment(database.sqlite());
  return Thread(database, record).gather();
}

std::vector<std::int64_t> messages_with(const Database& database, std::string_view name) {
  const SQLite::Transaction one_moment(database.sqlite());
  std::map<std::int64_t, std::int64_t> in_time;
  add_conversations_called(database, name, in_time);
  const auto people = people_called(database, name);
  if (people.empty() && in_time.empty())
    throw Error(ErrorKind::gone, "nobody in this locker is called \"" + std::string(name) + "\"",
                "name a handle, an id, or the name that the person or the group shows");
  // A conversation of two is named by both ids; in any other, the person wrote, or is told to be.
  Scan messages(database.sqlite(),
                "WITH spoken AS (SELECT r.id, r.account, r.sort, r.author, p.conversation"
                "  FROM type t CROSS JOIN record r ON r.type = t.id LEFT JOIN reply p ON p.record = r.id"
                "  WHERE t.name LIKE 'message/%' AND r.state = 0)"
                " SELECT DISTINCT s.id, s.sort FROM spoken s WHERE s.author = ?1 AND s.conversation IS NULL"
                " OR (s.account, s.conversation) IN (SELECT account, conversation FROM spoken"
                "  WHERE author = ?1 OR conversation LIKE ?1 || '-%' OR conversation LIKE '%-' || ?1)");
  for (const auto& person : people) {
    messages.bind(1, person);
    while (messages.step()) in_time[messages.number(1)] = messages.number(0);
    messages.reset();
  }
  std::vector<std::int64_t> records;
  for (const auto& [sort, record] : in_time) records.push_back(record);
  return records;
}

}  // namespace locker::store
