#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// Which streams records are in now, held in memory: some bytes per membership.
class RecordStreams {
 public:
  explicit RecordStreams(const Database& database);
  /// Returns the names of the streams, without parts, each once.
  [[nodiscard]] std::vector<std::string> of(std::int64_t record) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::pair<std::int64_t, std::uint16_t>> members_;
};

/// The record that another one replies to, or the message that an event is about.
struct Answered {
  std::string type, id;
  std::optional<Instant> time;  ///< absent: it is not stored, or has no time
  bool is_stored = false;
  std::string whom{};  ///< name of the author, if the record is not stored; empty: not known
};

/// Looks up what records reply to. Keeps its prepared statement, so use one instance for many records.
class ReplyTargets {
 public:
  ReplyTargets(const Database& database, const connector::Registry& registry);
  ~ReplyTargets();
  [[nodiscard]] std::optional<Answered> of(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A conversation: its messages and events, oldest message first. An event about a message comes right after
/// that message.
struct Conversation {
  std::string id;    ///< the service's; empty: messages without a conversation id
  std::string name;  ///< its latest name; empty: it has none
  /// Names of the participants except the account's owner, who is named if nobody else takes part.
  std::vector<std::string> people;
  std::vector<std::int64_t> messages;
  bool is_group = false;  ///< its id is not made of two people's
};
[[nodiscard]] std::vector<Conversation> conversations(const Database& database,
                                                      const connector::Registry& registry,
                                                      std::string_view account);

/// Returns the name of the account's owner; empty: not known.
[[nodiscard]] std::string owner_of(const Database& database, const connector::Registry& registry,
                                   std::string_view account);

/// Returns the types of which the account has records without a time: people, lists, profiles.
[[nodiscard]] std::vector<std::string> untimed_types(const Database& database, std::string_view account);

}  // namespace locker::store
