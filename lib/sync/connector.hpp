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

/// A connector's behaviour as pure functions: from a query to a request, from a response to records.
/// It does no input or output, never waits, reads no clock and prompts nobody: the engine does that.
namespace locker::sync {

/// The signed-in user, as the service reports it.
struct Identity {
  std::string user_id;
  std::string handle;  ///< without "@"
};

/// Where requests go, and in which of the service's dialects. The same for all requests of an account.
struct ServiceAddress {
  std::string api_base;  ///< without trailing slash
  std::string user_id;
  std::string handle;
  std::string dialect;  ///< as stored by Writer::set_dialect; empty: the connector's first
  std::optional<std::vector<std::string>> scopes{};  ///< granted at sign-in; absent: unknown
};

/// A query for one page of one stream.
struct PageQuery {
  ServiceAddress service;
  const connector::Stream* stream = nullptr;
  std::string part;      ///< empty: the stream itself
  std::string subject;   ///< PartFacts::subject of the part
  std::string since_id;  ///< lower bound, an id or a time, where the stream takes one; empty: none
  std::string token;     ///< empty: the first page; else the previous page's next_token, e.g. a whole URL
  int size = 0;          ///< elements wanted; 0 if the endpoint takes no page size
  /// Most elements are likely stored already with the same bytes, so parsing them may be deferred until
  /// that has been checked (store::Observation::read).
  bool likely_stored = false;
  bool is_follow_up = false;  ///< judged is the response to a follow-up of the page
};

/// A follow-up request that completes a record, such as the files of a gist. Its result is stored with the
/// page. It is skipped while the stored record's top-level `field` still equals `value`, as spelled (or
/// several of both, separated by blanks), which stand for the record's state; an empty `field` means that it
/// is always sent. The next walk retries a refused one; an unchanged list is read again for its sake only
/// once it has been answered.
struct Follow {
  store::RecordName of;
  std::string field, value;
  http::Request request;  ///< sent without the access token if it goes to another origin
  std::string purpose;    ///< opaque to the engine
  /// Stored if the request is refused and the record has no form of `shape`: what the page itself holds.
  std::optional<store::Observation> instead{};
  std::string shape{};  ///< of the form that the response adds
};

/// The content of a page. Views in the observations point into the response body.
struct PageContent {
  std::vector<store::Observation> observations;  ///< elements and included objects
  std::vector<store::RecordName> members;        ///< the elements, in the service's order
  std::string next_token;                        ///< empty: the service reports that this is the last page
  bool is_truncated = false;                     ///< more exists that cannot be requested
  bool confirmed_empty = false;                  ///< no elements, and the service states that there are none
  std::string withheld_reason;  ///< why the service withholds elements for now; empty: it does not
  std::string left_out;         ///< what the service never returns of these records; empty: nothing
  /// Members with a form that has one of these marks may be missing because of the sign-in's permissions.
  std::vector<store::Marked> access_markers;
  std::vector<store::Notice> notices;  ///< partial errors
  std::vector<store::Charge> charges;  ///< one per element, at the stream's price
  std::int64_t included = 0;           ///< number of included objects
  std::string newest, oldest;          ///< greatest and least id (by_id) or time (by_update) met
  std::vector<Follow> follows;
  /// Likely tokens of the following pages, in order: a hint for prefetching, never relied on.
  std::vector<std::string> likely_tokens;
  std::string last_token;  ///< of the last page, if the service returns it
  std::string handle;      ///< the user's, if the page has it; else empty
};

/// A part of a stream that corresponds to a member of another stream.
struct PartFacts {
  std::string suffix;   ///< appended to the member's id in the part's name; usually empty
  std::string subject;  ///< what its requests need; under another one than before, the part is read in full
  /// Unchanged since the last completed walk: nothing is new; empty: unknown, so the part is requested.
  std::string news;
  std::optional<connector::Order> order;  ///< order of its list, if it differs from the stream's
};

/// A lookup of records by id, to learn which are gone. At most `lookup_size()` ids.
struct LookupQuery {
  ServiceAddress service;
  std::vector<std::string> ids;
  bool of_people = false;  ///< ids of people, to learn their names; else ids of records
};

struct LookupContent {
  std::vector<store::Observation> observations;
  std::vector<std::string> gone;        ///< ids that the service reports as not found
  std::vector<std::string> unanswered;  ///< ids neither returned nor reported as errors: proves nothing
  std::vector<store::Notice> notices;
  std::vector<store::Charge> charges;
  std::int64_t included = 0;
};

/// A query whether a stored record still exists, for services that answer this for one record at a time.
struct PresenceQuery {
  ServiceAddress service;
  store::RecordName name;
  std::string part;    ///< part of the stream that lists or listed it
  std::string record;  ///< its stored JSON
};

enum class Presence {
  there,
  gone,          ///< the service reported it
  inconclusive,  ///< inconclusive
  ask_next,      ///< the next request decides
};

/// Why a request was refused, as far as the engine distinguishes it.
enum class Refusal {
  sign_in,        ///< 401 in spite of a fresh token
  payment,        ///< credits or a cap are used up: send no further request
  forbidden,      ///< this resource is not allowed: scope, package, protected
  gone,           ///< the endpoint or object does not exist
  nothing,        ///< there is nothing to read, which is not an error
  list_cut_off,   ///< the list ends here for everybody, although it has more elements
  withheld,       ///< the service is not permitted to show it; others continue
  token_refused,  ///< the page token is no longer accepted: restart from the top
  since_refused,  ///< the lower bound is no longer accepted: restart without it
  field_refused,  ///< a field or expansion is unknown: retry in `dialect`
  rate_limit,     ///< a rate limit window is used up
  service,        ///< a failure on the service's side
  unexpected,     ///< none of these
};

struct Verdict {
  Refusal refusal = Refusal::unexpected;
  std::string message;         ///< the service's message, one line
  std::string hint;            ///< the next step; may be empty
  std::string dialect;         ///< for field_refused: the one to try next; empty: there is no other
  bool missing_scope = false;  ///< forbidden because the sign-in did not request the scope
};

class Connector {
 public:
  virtual ~Connector() = default;

  [[nodiscard]] virtual const connector::Descriptor& facts() const = 0;

  [[nodiscard]] virtual http::Request identify_request(const ServiceAddress& service) const = 0;
  /// Throws Error{malformed}.
  [[nodiscard]] virtual Identity read_identity(std::string_view body) const = 0;

  [[nodiscard]] virtual http::Request page_request(const PageQuery& query) const = 0;
  /// Parses a 2xx response: all of it, except elements that are likely stored. Throws Error{malformed} if any
  /// of it cannot be parsed. The result points into `response`, which outlives the commit of the page.
  [[nodiscard]] virtual PageContent read_page(const PageQuery& query,
                                              const http::Response& response) const = 0;
  /// Adds the response to a follow-up to the page that it belongs to.
  virtual void read_follow_up(const PageQuery& query, const Follow& follow, const http::Response& response,
                              PageContent& content) const;
  /// Rebuilds a follow-up of that list from its address alone.
  [[nodiscard]] virtual http::Request follow_request(const PageQuery& query, std::string_view address) const;

  /// Returns the parts of the stream for `record`, a stored member of its `parts_of`: none, one, or several
  /// with different suffixes.
  [[nodiscard]] virtual std::vector<PartFacts> parts(const connector::Stream& stream,
                                                     const ServiceAddress& service,
                                                     std::string_view record) const;

  /// True if a part's memberships end when its record leaves `parts_of`: a deleted folder holds nothing.
  [[nodiscard]] virtual bool parts_end_with_record(const connector::Stream&) const { return false; }

  /// The stream whose records can be looked up by id; null if the service offers no lookup.
  [[nodiscard]] virtual const connector::Stream* lookup_stream() const { return nullptr; }
  [[nodiscard]] virtual int lookup_size() const { return 0; }
  /// Price of one record that a lookup returns, in millionths of a dollar.
  [[nodiscard]] virtual std::int64_t lookup_price() const { return 0; }
  /// The same for people of whom only the id is known; 0: they cannot be looked up.
  [[nodiscard]] virtual int people_lookup_size() const { return 0; }
  [[nodiscard]] virtual std::int64_t people_lookup_price() const { return 0; }
  [[nodiscard]] virtual http::Request lookup_request(const LookupQuery& query) const;
  [[nodiscard]] virtual LookupContent read_lookup(const LookupQuery& query, std::string_view body) const;

  /// Streams whose records can be checked one at a time, if there is no lookup_stream().
  [[nodiscard]] virtual std::vector<std::string_view> individually_checked_streams() const { return {}; }
  /// Requests that determine whether a record is gone, sent in order until one decides; empty if that cannot
  /// be determined. The first may be sent as a conditional request.
  [[nodiscard]] virtual std::vector<http::Request> presence_requests(const PresenceQuery& query) const;
  /// Interprets the response to the request with index `number`, whatever its status. Lost access does not
  /// prove that a record is gone.
  [[nodiscard]] virtual Presence read_presence(const PresenceQuery& query, std::size_t number,
                                               const http::Response& response) const;

  /// Interprets a response other than 2xx to a request for that page: read_refusal(), but 402 demands payment
  /// whatever that makes of it.
  [[nodiscard]] Verdict judge(const PageQuery& query, const http::Response& response) const;
  [[nodiscard]] virtual Verdict read_refusal(const PageQuery& query,
                                             const http::Response& response) const = 0;

  /// Returns the photos and videos of a record of lookup_stream() in best quality and in order, as one of its
  /// stored forms lists them.
  [[nodiscard]] virtual std::vector<media::Found> media_of(const store::StoredForm&) const { return {}; }

  /// Returns whose text and parts records of that type show that have those bytes, if not their own
  /// (Observation::repeats), told from the bytes alone.
  [[nodiscard]] virtual std::optional<store::Repeated> repeated_in(std::string_view /*type*/,
                                                                   std::string_view /*raw*/) const {
    return std::nullopt;
  }

  /// Returns the time encoded in an id, if the service's ids encode one.
  [[nodiscard]] virtual std::optional<Instant> time_of_id(std::string_view) const { return std::nullopt; }
};

/// Returns the behaviour of a compiled-in connector. Throws Error{usage} for an unknown id.
[[nodiscard]] std::unique_ptr<Connector> make_connector(std::string_view id);

}  // namespace locker::sync
