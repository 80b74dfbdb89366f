#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"

namespace locker::store {

struct Prepared;

/// An object that the service sent beside a record that names it (media, poll, place).
struct Part {
  std::string kind;  ///< "media", "poll", "place"
  std::string key;
  std::string_view raw;  ///< the object's bytes within the page
};

/// Somebody whom a record names by the service's id.
struct Person {
  std::string id, handle;
  std::string name{};  ///< that the person shows; empty: not told
  bool today = false;  ///< called so when the record was told, not when what it is about was made
};

/// Of what shows another record's text and parts in full beside its own bytes (a repost): whose, and what its
/// own bytes have for text.
struct Repeated {
  std::string key;  ///< of the record of its type that it repeats
  std::string own_text;
};

/// One object as it was seen once: what a connector makes of an element of a page. `raw` and
/// the parts point into the page's bytes, which outlive the commit.
struct Observation {
  std::string type;                  ///< "status/twitter"
  std::string key;                   ///< the record's id (of an edit chain: its first)
  std::vector<std::string> aliases;  ///< further ids that find it
  /// Web addresses that find it for a person, without scheme. They pass on to another record when the
  /// service gives them to that, so they never say which record an observation is of.
  std::vector<std::string> addresses{};
  std::string shape;            ///< one of the type's shapes
  std::string_view raw;         ///< the object, verbatim, without surrounding white space
  std::optional<Instant> time;  ///< own time; absent for people
  std::uint32_t tiebreak = 0;   ///< orders records of the same time, below 2^20
  std::int64_t order = 0;       ///< of versions: a later edit has a greater one
  std::string text;             ///< as a person reads it; empty: none
  std::string name;             ///< handle or title; empty: none
  std::string author;           ///< id of who made it; empty: not said
  std::vector<Part> parts;
  std::vector<Person> people{};  ///< whom it names
  /// Id of the record of its type that it answers, or of an event the message that it is about; empty: none.
  std::string reply_to{};
  std::string
      conversation{};  ///< id of what its conversation began with, or of the conversation; empty: not said
  std::optional<Repeated> repeats{};  ///< absent: text and parts are its own
  bool gone = false;                  ///< the service says with it that it is deleted
  /// Not null: what stands in `raw` was not read so far. Only type, key, shape, raw and order are told, which
  /// is enough to find the same bytes stored already; if they are not, this reads them and tells all. Throws
  /// Error{malformed}.
  Observation (*read)(std::string_view raw) = nullptr;
  /// Computed in advance from these bytes, text and name, by whoever owns it as long as the observation.
  /// Null: storing the observation computes it.
  const Prepared* prepared = nullptr;
};

/// A record named by type and id: an element of a stream's page, in the service's order.
struct RecordName {
  std::string type;
  std::string key;
  std::string detail{};  ///< of its membership: what the service says of that, a JSON object; may be empty
};

}  // namespace locker::store
