#include "lib/store/thread.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

/// The data of a record that building its conversation needs.
struct Post {
  std::int64_t record = 0, sort = 0;
  std::string key, target, conversation;
  bool is_event = false;
};

constexpr char kPost[] =
    "SELECT r.id, r.sort, r.key, p.target, p.conversation, t.name LIKE 'event/%' FROM record r"
    " JOIN type t ON t.id = r.type LEFT JOIN reply p ON p.record = r.id";

/// Matches the type ?2; for messages also the events of their conversation, and the other way round.
constexpr char kOfKind[] =
    "r.type IN (SELECT k.id FROM type k JOIN type o ON o.id = ?2 WHERE k.id = o.id"
    " OR (o.name LIKE 'message/%' AND k.name = 'event' || substr(o.name, 8))"
    " OR (o.name LIKE 'event/%' AND k.name = 'message' || substr(o.name, 6)))";

/// Gathers a conversation from any of its posts. In the joins, the table of replies must come first, or
/// SQLite scans all records of the account.
class Thread {
 public:
  Thread(const Database& database, std::int64_t record)
      : by_record_(database.sqlite(), std::string(kPost) + " WHERE r.id = ?1"),
        by_key_(database.sqlite(),
                "SELECT id FROM record r WHERE account = ?1 AND key = ?3 AND " + std::string(kOfKind) +
                    " UNION SELECT record FROM alias r WHERE account = ?1 AND key = ?3 AND " + kOfKind),
        of_conversation_(database.sqlite(),
                         "SELECT r.id FROM reply p CROSS JOIN record r ON r.id = p.record"
                         " WHERE p.conversation = ?3 AND r.account = ?1 AND " +
                             std::string(kOfKind)),
        answers_(database.sqlite(),
                 "SELECT r.id FROM reply p CROSS JOIN record r ON r.id = p.record"
                 " WHERE p.target = ?3 AND r.account = ?1 AND " +
                     std::string(kOfKind)),
        names_(database.sqlite(),
               "SELECT a.key FROM record r JOIN alias a ON a.account = r.account AND a.type = r.type"
               " WHERE r.id = ?1 AND a.record = ?1") {
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
    std::ranges::sort(in_time, {}, [this](const Post* post) { return place_of(*post); });
    std::vector<ThreadMember> members;
    for (const Post* post : in_time) members.push_back({post->record, depth(*post, in_time.front()->key)});
    return members;
  }

 private:
  /// Returns the sort key: a reaction comes after the message that it is about.
  std::tuple<std::int64_t, bool, std::int64_t> place_of(const Post& post) const {
    const auto about = post.is_event ? record_of_.find(post.target) : record_of_.end();
    if (about == record_of_.end()) return {post.sort, false, post.sort};
    return {posts_.at(about->second).sort, true, post.sort};
  }

  void meet(std::int64_t record) {
    if (posts_.contains(record)) return;
    by_record_.bind(1, record);
    if (by_record_.step())
      posts_[record] = {by_record_.number(0),
                        by_record_.number(1),
                        std::string(by_record_.text(2)),
                        std::string(by_record_.text(3)),
                        std::string(by_record_.text(4)),
                        by_record_.number(5) != 0};
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
    if (!post.target.empty() && answered_.insert(post.target).second) meet_all(answers_, post.target);
    for (const auto& conversation : {post.conversation, post.key}) {
      if (!asked_.insert(conversation).second) continue;  // all messages of a conversation name the same one
      meet_all(by_key_, conversation);
      meet_all(of_conversation_, conversation);
    }
    for (const auto& name : names) {
      record_of_[name] = record;
      if (answered_.insert(name).second) meet_all(answers_, name);
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

  /// Returns the depth of a post. A reply to a post that is not stored is below the first post.
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
  std::set<std::string> asked_;     ///< conversations that were read completely
  std::set<std::string> answered_;  ///< records, stored or not, all of whose answers were read
  std::vector<std::int64_t> waiting_;
};

}  // namespace

std::vector<ThreadMember> thread_of(const Database& database, std::int64_t record) {
  const SQLite::Transaction one_moment(database.sqlite());
  return Thread(database, record).gather();
}

}  // namespace locker::store
