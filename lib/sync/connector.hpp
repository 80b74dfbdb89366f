#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/http/message.hpp"
#include "lib/media/found.hpp"
#include "lib/store/write/media.hpp"
#include "lib/store/write/observation.hpp"
#include "lib/store/write/writer.hpp"

/// What a connector does, as pure mapping: from what is wanted to a request, from an answer to
/// records. No input or output, no waiting, no clock, no prompt: the engine does those.
namespace locker::sync {

/// Who is signed in, as the service says.
struct Identity {
  std::string user_id;
  std::string handle;  ///< without "@"
};

/// Where requests go and in which of the service's dialects. Same for all of an account.
struct ServiceAddress {
  std::string api_base;  ///< without trailing slash
  std::string user_id;
  std::string handle;
  std::string dialect;  ///< as remembered by Writer::set_dialect; empty: the connector's first
  std::optional<std::vector<std::string>> scopes{};  ///< granted to the sign-in; absent: not known
};

/// One page of one stream.
struct PageQuery {
  ServiceAddress service;
  const connector::Stream* stream = nullptr;
  std::string part;      ///< empty: the stream itself
  std::string subject;   ///< of a part that is a member of another stream: what parts() said of it
  std::string since_id;  ///< only what is newer, by id or time (streams that take it); empty: everything
  std::string token;     ///< empty: the first page; else what its page before gave, e.g. a whole address
  int size = 0;          ///< elements wanted; 0 where the answer has no size
  /// Most of its elements are likely stored already, with the same bytes: they need not be read before that
  /// is known (store::Observation::read).
  bool likely_stored = false;
};

/// A further request that a record needs to be whole: the files of a gist, say. What it says is stored
/// with the page. It is not asked while the stored record's top-level `field` is still `value`, which
/// tells the record's state by one field; without a field it is always asked. One that is refused is asked
/// again by the next walk; a list in which nothing has changed is read for it only once it is answered.
struct Follow {
  store::RecordName of;
  std::string field, value;
  http::Request request;  ///< goes out without the token if it leads to another origin
  std::string purpose;    ///< for the connector alone
  /// Stored where it is refused, unless the record has a form of `shape`: what the page itself tells.
  std::optional<store::Observation> instead{};
  std::string shape{};  ///< of what the answer adds
};

/// What a page says. Views in the observations point into the body it was read from.
struct PageContent {
  std::vector<store::Observation> observations;  ///< elements and what came beside them
  std::vector<store::RecordName> members;        ///< the elements, in the service's order
  std::string next_token;                        ///< empty: the service says that this was the last page
  bool more_untold = false;                      ///< there is more, and no way to ask for it
  bool says_empty = false;                       ///< it has no elements, and says that there are none
  std::string held_back;  ///< why the service leaves things out that may be told later; empty: it does not
  std::string left_out;   ///< what of its records the service never tells; empty: nothing
  /// Members of which a form says one of these may be left out for the sign-in's sake.
  std::vector<store::Marked> may_hide;
  std::vector<store::Notice> notices;  ///< errors beside the data
  std::vector<store::Charge> charges;  ///< one per element, at the stream's price
  std::int64_t included = 0;           ///< objects beside the elements
  std::string newest, oldest;          ///< greatest and least id (by_id) or time (by_update) met
  std::vector<Follow> follows;
  /// What the page tokens after this one are likely to be, in order: worth asking for ahead, and never
  /// taken for granted.
  std::vector<std::string> likely_tokens;
  std::string last_token;  ///< of the last page, where the service tells it
  std::string handle;      ///< the person's, where the page tells it; empty: it does not
};

/// A part of a stream that is a member of another one.
struct PartFacts {
  std::string suffix;   ///< after the member's id in the part's name; mostly empty
  std::string subject;  ///< what requests need to know of it
  /// As long as this is what it was at the last proper walk, there is nothing new; empty: ask.
  std::string news;
  std::optional<connector::Order> order;  ///< of its list, where that is not the stream's
};

/// A look at single records, to learn which are gone. At most `lookup_size()` ids.
struct LookupQuery {
  ServiceAddress service;
  std::vector<std::string> ids;
  bool of_people = false;  ///< ids of people, to learn their names; else of the lookup stream's records
};

struct LookupContent {
  std::vector<store::Observation> observations;
  std::vector<std::string> gone;        ///< the service said of these ids that there is no such record
  std::vector<std::string> unanswered;  ///< neither found nor an error: proves nothing
  std::vector<store::Notice> notices;
  std::vector<store::Charge> charges;
  std::int64_t included = 0;
};

/// A stored record of which it is asked whether it is still there, where the service tells that of one at a
/// time.
struct PresenceQuery {
  ServiceAddress service;
  store::RecordName name;
  std::string part;    ///< of the stream in which it is or was listed
  std::string record;  ///< its JSON as it is stored
};

enum class Presence {
  there,
  gone,      ///< the service said so
  untold,    ///< it may be either
  ask_next,  ///< what the next request says decides
};

/// Why a request was refused, as far as the engine acts on it.
enum class Refusal {
  sign_in,        ///< 401 in spite of a fresh token
  payment,        ///< credits or a cap are used up: no further request at all
  forbidden,      ///< this one thing is not allowed: scope, package, protected
  gone,           ///< the endpoint or object is not there
  nothing,        ///< there is nothing to read, and that is all right
  withheld,       ///< the service may not show it; others go on
  token_refused,  ///< the page token is no longer taken: from the top
  since_refused,  ///< the lower bound is no longer taken: without it
  field_refused,  ///< a field or expansion is not known: ask in `dialect`
  rate_limit,     ///< a window is used up
  service,        ///< trouble on the service's side
  unexpected,     ///< none of these
};

struct Verdict {
  Refusal refusal = Refusal::unexpected;
  std::string message;         ///< what the service said, one line
  std::string hint;            ///< what to do; may be empty
  std::string dialect;         ///< field_refused: to ask in next; empty: there is no other
  bool missing_scope = false;  ///< forbidden because the sign-in did not ask for this
};

class Connector {
 public:
  virtual ~Connector() = default;

  [[nodiscard]] virtual const connector::Descriptor& facts() const = 0;

  [[nodiscard]] virtual http::Request identify_request(const ServiceAddress& service) const = 0;
  /// Throws Error{malformed}.
  [[nodiscard]] virtual Identity read_identity(std::string_view body) const = 0;

  [[nodiscard]] virtual http::Request page_request(const PageQuery& query) const = 0;
  /// Reads a page whole, or all but elements that are likely stored: a 2xx answer with its headers. Throws
  /// Error{malformed} if any of it cannot be read. What is read points into the answer, which stays where it
  /// is until it is stored.
  [[nodiscard]] virtual PageContent read_page(const PageQuery& query,
                                              const http::Response& response) const = 0;
  /// Adds what the answer to a follow-up says to the page it belongs to.
  virtual void read_follow(const PageQuery& query, const Follow& follow, const http::Response& response,
                           PageContent& content) const;
  /// A follow-up of that list again, of which only the address is known.
  [[nodiscard]] virtual http::Request follow_request(const PageQuery& query, std::string_view address) const;

  /// The parts of the stream that `record`, a member of its `parts_of` as it is stored, stands for: one,
  /// none, or several with different suffixes.
  [[nodiscard]] virtual std::vector<PartFacts> parts(const connector::Stream& stream,
                                                     const ServiceAddress& service,
                                                     std::string_view record) const;

  /// Whether what is in a part of the stream ends with it, when its record leaves `parts_of`: a folder that
  /// is gone holds nothing.
  [[nodiscard]] virtual bool parts_end_with_record(const connector::Stream&) const { return false; }

  /// Stream whose members can be looked up one by one; null: the service has no such thing.
  [[nodiscard]] virtual const connector::Stream* lookup_stream() const { return nullptr; }
  [[nodiscard]] virtual int lookup_size() const { return 0; }
  /// Price of one record found by a lookup, in millionths of a dollar.
  [[nodiscard]] virtual std::int64_t lookup_price() const { return 0; }
  /// The same of people who are known by their id only; 0: they cannot be looked up.
  [[nodiscard]] virtual int people_lookup_size() const { return 0; }
  [[nodiscard]] virtual std::int64_t people_lookup_price() const { return 0; }
  [[nodiscard]] virtual http::Request lookup_request(const LookupQuery& query) const;
  [[nodiscard]] virtual LookupContent read_lookup(const LookupQuery& query, std::string_view body) const;

  /// Streams whose records can be asked for one at a time, where there is no lookup_stream().
  [[nodiscard]] virtual std::vector<std::string_view> looked_up_singly() const { return {}; }
  /// What is asked to learn whether a record is gone, in this order and only as far as it takes; nothing
  /// where it cannot be learnt. The first may be asked only whether it has changed.
  [[nodiscard]] virtual std::vector<http::Request> presence_requests(const PresenceQuery& query) const;
  /// What the answer to the request of that number says, whatever its status; of an access that is lost
  /// nobody may conclude that a record is gone.
  [[nodiscard]] virtual Presence read_presence(const PresenceQuery& query, std::size_t number,
                                               const http::Response& response) const;

  /// What an answer that is not 2xx means for a request of that page.
  [[nodiscard]] virtual Verdict judge(const PageQuery& query, const http::Response& response) const = 0;

  /// The photos and films that a record of its lookup_stream() shows, in their best quality, as one of
  /// its stored forms tells them, in order.
  [[nodiscard]] virtual std::vector<media::Found> media_of(const store::StoredForm&) const { return {}; }

  /// The time that an id tells by itself, where the service's ids do.
  [[nodiscard]] virtual std::optional<Instant> time_of_id(std::string_view) const { return std::nullopt; }
};

/// The behaviour of a compiled-in connector. Throws Error{usage} for an unknown id.
[[nodiscard]] std::unique_ptr<Connector> make_connector(std::string_view id);

}  // namespace locker::sync
