#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"

namespace locker::store {

struct Prepared;

/// An object that the service sent beside a record that refers to it (media, poll, place).
struct Part {
  std::string kind;  ///< "media", "poll", "place"
  std::string key;
  std::string_view raw;  ///< the object's bytes within the page
};

/// A person whom a record names by the service's id.
struct Person {
  std::string id, handle;
  std::string name{};  ///< displayed name; empty: not reported
  bool today = false;  ///< the names are of when the record was observed, not of the record's own time
};

/// For a record that shows another record's text and parts in full beside its own bytes (a repost): the other
/// record, and the text of its own bytes.
struct Repeated {
  std::string key;  ///< of the repeated record, which has the same type
  std::string own_text;
};

/// One object as seen once: what a connector makes of an element of a page. `raw` and the parts point into
/// the page's bytes, which must outlive the commit.
struct Observation {
  std::string type;                  ///< "status/twitter"
  std::string key;                   ///< the record's id (of an edit chain: its first)
  std::vector<std::string> aliases;  ///< further ids that find it
  /// Web addresses by which users find it, without scheme. The service may give an address to another record
  /// later, so they never identify the record of an observation.
  std::vector<std::string> addresses{};
  std::string shape;            ///< one of the type's shapes
  std::string_view raw;         ///< the object, verbatim, without surrounding white space
  std::optional<Instant> time;  ///< own time; absent for people
  std::uint32_t tiebreak = 0;   ///< orders records of the same time; below 2^20
  std::int64_t order = 0;       ///< orders versions: a later edit has a greater one
  std::string text;             ///< as displayed; empty: none
  std::string name;             ///< handle or title; empty: none
  std::string author;           ///< id of the author; empty: not reported
  std::vector<Part> parts;
  std::vector<Person> people{};  ///< people it names
  /// Id of the record of its type that it replies to; for an event, the message it is about; empty: none.
  std::string reply_to{};
  std::string conversation{};         ///< id of the conversation or of its first record; empty: not reported
  std::optional<Repeated> repeats{};  ///< absent: text and parts are its own
  bool gone = false;                  ///< the service reports it as deleted
  /// If not null, `raw` has not been parsed yet: only type, key, shape, raw and order are set, which is
  /// enough to find identical bytes that are stored already. If there are none, this parses `raw` and returns
  /// the complete observation. Throws Error{malformed}.
  Observation (*read)(std::string_view raw) = nullptr;
  /// If null, computed when the observation is stored. Otherwise it belongs to these bytes, text and name,
  /// and must live as long as the observation.
  const Prepared* prepared = nullptr;
};

/// A record named by type and id: an element of a stream's page, in the service's order.
struct RecordName {
  std::string type;
  std::string key;
  std::string detail{};  ///< what the service reports about its membership, a JSON object; may be empty
};

}  // namespace locker::store
