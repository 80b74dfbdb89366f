#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/connector/sign_in.hpp"

/// What a connector states about its service: facts, not behaviour. The command line, the
/// store and the engine derive from these tables all that is the same for every service:
/// options, completion, scopes, costs, views, redaction, help.
namespace locker::connector {

/// How complete an endpoint's form of an object is (forms, "Shapes"). Observations are only
/// compared within one shape; rank 0 is the fullest and is what `--raw` shows.
struct Shape {
  std::string name;
  int rank = 0;
};

/// Shapes of these ranks and above are forms in which a service gives people their data as a file: what
/// they say counts only where no form of the service itself says it, counters apart.
inline constexpr int kExportRank = 50;
/// Those below this rank may hold more of a text than the service tells: the longer one is shown.
inline constexpr int kPartialExportRank = 60;
[[nodiscard]] constexpr bool is_export(int rank) { return rank >= kExportRank; }

struct ExportNames;

/// A service type, `primary/native`.
struct Type {
  std::string name;   ///< "status/twitter"
  std::string title;  ///< "posts"
  std::vector<Shape> shapes;
  /// Dotted paths of counters: newest value kept, no version (design 4.3).
  std::vector<std::string> volatile_fields;
  /// Old and new name of one field (top level or inside an object): treated as one.
  std::vector<std::pair<std::string, std::string>> aliases;
  /// Volatile dotted paths inside parts (media views, poll votes), by the part's kind.
  std::vector<std::pair<std::string, std::string>> volatile_part_fields;
  /// Web address with `{id}`, and further patterns accepted as references; `*` matches one path segment,
  /// `{path}` is an id of all that follow. Empty where the service has none.
  std::string web_address;
  std::vector<std::string> web_references;
  /// Web address with `{id}` of a record whose id has a `/`; empty: as of any other.
  std::string web_address_of_path{};
  /// Web addresses of a person by the handle, which may pass on to another: `{id}` stands for it.
  std::vector<std::string> web_addresses_of_handle{};
  /// Field of the record that holds its web address, where no pattern tells it from the id.
  std::string address_field;
  /// Where `id`s of two spaces may be equal: the field that names the record beyond doubt. Observations have
  /// its value as their first alias. Empty: ids do.
  std::string identity_field;
  /// Dotted paths at which a record names people beside its author: an id, or a list of them.
  std::vector<std::string> people{};
  /// Its text says these ids; it is shown with what the people are called.
  bool people_in_text = false;
  /// How an export spells what the service itself says (lib/connector/export_names.hpp); null: alike.
  const ExportNames* export_names = nullptr;
};

/// What one resource of a stream costs, in millionths of a dollar.
struct Price {
  std::string resource;   ///< what is counted: "post", "user", …
  std::int64_t each = 0;  ///< per element of a page
  std::int64_t each_included =
      0;  ///< per included object, if the service charges them (not known: upper figure)
};

enum class Order {
  single,       ///< one object, no pages
  by_id,        ///< newest id first
  by_update,    ///< last changed first, by the time of its last change
  by_addition,  ///< newest added first, without a time or lower bound
  whole,        ///< in no order: all of it each time
};

struct Stream {
  std::string name;   ///< "likes"; parts are `name/ID`
  std::string title;  ///< one line for help and status
  std::string type;   ///< type of its members
  Order order = Order::by_addition;
  /// by_id, by_update: the service takes a lower bound; else the engine stops where it is reached.
  bool takes_since = true;
  int page_least = 1;
  int page_first = 5;  ///< first page of an incremental walk where nothing is expected
  int page_most = 100;
  std::int64_t depth_cap =
      0;  ///< the service's cap on elements; 0: none known. Only for coverage and estimates.
  Price price;
  std::vector<std::string> scopes;  ///< beyond those every sign-in asks for; without them it is left out
  /// Asked for too; without them the stream is read, but the service tells less of it.
  std::vector<std::string> wider_scopes;
  bool on_by_default = true;
  std::string off_because;           ///< "dear" or "private", with the figure; for help
  std::int64_t interval_s = 3600;    ///< how often serve runs it
  std::int64_t full_interval_s = 0;  ///< a full walk when the last is older; 0: only on --full
  /// Members of that stream are this stream's parts (`list-members` of `lists`); empty: none.
  std::string parts_of;
  /// Fixed parts (`owned`, `followed`); empty: none.
  std::vector<std::string> fixed_parts;
  /// What the service never tells, shown as a gap in `status`; empty: nothing.
  std::string known_gap;
  /// Dotted field of the stored profile that says how many there are, for estimates; may be empty.
  std::string count_field;
  /// Parts are told in one answer of at most that many elements, without pages; 0: in pages.
  int part_page = 0;
  /// Parts that cannot be looked at for little are walked when that stream met something new, and
  /// after `full_interval_s`; empty: at every sync.
  std::string parts_refreshed_by;
  /// What the service says of each membership beside the record, e.g. when it began: fields of
  /// RecordName::detail that queries and the stream's view show.
  std::vector<std::string> member_fields;
  /// Requests name the person by the handle, which may have changed since it was learnt.
  bool by_handle = false;
  /// The service lists only what is recent, so that what is not listed is not gone from it.
  bool only_recent = false;
  /// How far back that goes at most; 0: not known. Only for coverage.
  std::int64_t recent_s = 0;
  /// by_addition: the service is known to end the list before its end, so that a page without a token proves
  /// nothing of what would stand below it.
  bool may_end_early = false;
};

struct Descriptor {
  std::string id;
  std::string title;
  std::string description;
  std::string api_base;      ///< default; an environment variable may replace it
  std::string api_variable;  ///< LOCKER_TWITTER_API
  SignIn sign_in;
  std::int64_t default_budget = 10'000'000;  ///< millionths of a dollar a month
  std::string handle_prefix{};               ///< stands before the handles by which people are called
  /// The service answers 304 where nothing has changed since its last answer.
  bool conditional_requests = false;
  /// Pages are counted from the top, so that what leaves a list during a walk moves others past the walk. A
  /// walk of more than one page ends only when it is known that none were (lib/sync/page_shift_detector.hpp),
  /// and a member counts as gone only if two did not meet it.
  bool numbered_pages = false;
  /// How many requests may be under way at a time; more than one only where none is charged.
  int requests_at_once = 1;
  std::vector<Type> types;
  std::vector<Stream> streams;  ///< the order in which they are synced and committed

  /// As the service shows a handle: `@jack`.
  [[nodiscard]] std::string called(std::string_view handle) const {
    return handle_prefix + std::string(handle);
  }
  [[nodiscard]] const Stream* stream(std::string_view name) const;
  [[nodiscard]] const Type* type(std::string_view name) const;
  /// Whether reading any of it costs money.
  [[nodiscard]] bool charges() const;
  /// The environment variables that replace its addresses.
  [[nodiscard]] std::vector<std::string> variables() const;
};

/// All connectors compiled in, by id. The table is generated from the folders below connectors/.
class Registry {
 public:
  explicit Registry(std::vector<const Descriptor*> connectors) : connectors_(std::move(connectors)) {}
  [[nodiscard]] const std::vector<const Descriptor*>& all() const { return connectors_; }
  [[nodiscard]] const Descriptor* find(std::string_view id) const;
  /// What a connector states of this type; null: none states it.
  [[nodiscard]] const Type* type(std::string_view name) const;

 private:
  std::vector<const Descriptor*> connectors_;
};

/// Built once by main from the generated table (facts only: links no client, no parser).
[[nodiscard]] Registry compiled_in();

}  // namespace locker::connector
