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

/// Which streams records are in now, held in memory: some bytes a membership.
class StreamsOf {
 public:
  explicit StreamsOf(const Database& database);
  /// Names of the streams, without parts, each once.
  [[nodiscard]] std::vector<std::string> of(std::int64_t record) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::pair<std::int64_t, std::uint16_t>> members_;
};

/// The record that another one answers, or the message of which an event tells.
struct Answered {
  std::string type, id;
  std::optional<Instant> time;  ///< absent: it is not stored, or has no time
  bool is_stored = false;
  std::string whom{};  ///< of one that is not: what its author is called; empty: not known
};

/// Looks up what records answer. Keeps its statement, so use one for many records.
class AnsweredBy {
 public:
  AnsweredBy(const Database& database, const connector::Registry& registry);
  ~AnsweredBy();
  [[nodiscard]] std::optional<Answered> of(std::int64_t record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A conversation of messages, oldest message first, with what happened to it; what happened to a message
/// stands right behind that.
struct Conversation {
  std::string id;                   ///< the service's; empty: of messages that name none
  std::string name;                 ///< as it was last called; empty: it has none
  std::vector<std::string> people;  ///< who is in it but for the account's own person, as they are called
  std::vector<std::int64_t> messages;
};
[[nodiscard]] std::vector<Conversation> conversations(const Database& database,
                                                      const connector::Registry& registry,
                                                      std::string_view account);

/// What the person is called whose account it is; empty: that is not known.
[[nodiscard]] std::string owner_of(const Database& database, const connector::Registry& registry,
                                   std::string_view account);

/// Types of an account of which records without a time are stored: people, lists, profiles.
[[nodiscard]] std::vector<std::string> untimed_types(const Database& database, std::string_view account);

}  // namespace locker::store
