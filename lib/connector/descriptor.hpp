#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/connector/sign_in.hpp"

/// The facts that a connector states about its service; its behaviour is elsewhere (lib/sync/connector.hpp).
/// The command line, the store and the engine derive from these tables whatever is alike for all services:
/// options, completion, scopes, costs, views, redaction, help.
namespace locker::connector {

/// How complete an endpoint's form of an object is (forms, "Shapes"). Observations are only
/// compared within one shape; rank 0 is the fullest and is what `--raw` shows.
struct Shape {
  std::string name;
  int rank = 0;
};

/// Shapes of this rank and above come from data exports (archives). Their fields, except counters, are used
/// only where no form from the API has them.
inline constexpr int kExportRank = 50;
/// Export shapes below this rank may hold more of a text than the API returns: the longer text is shown.
inline constexpr int kPartialExportRank = 60;
[[nodiscard]] constexpr bool is_export(int rank) { return rank >= kExportRank; }

struct ExportNames;

/// A service type, `primary/native`.
struct Type {
  std::string name;   ///< "status/twitter"
  std::string title;  ///< "posts"
  std::vector<Shape> shapes;
  /// Dotted paths of counters: only the newest value is kept, without a new version (design 4.3).
  std::vector<std::string> volatile_fields;
  /// {old, new} names of one field (top level or inside an object), treated as one field.
  std::vector<std::pair<std::string, std::string>> aliases;
  /// Volatile dotted paths inside parts (media views, poll votes), by the part's kind.
  std::vector<std::pair<std::string, std::string>> volatile_part_fields;
  /// URL of the record's page with `{id}`, and further patterns accepted as references: `*` matches one path
  /// segment, `{path}` is an id that spans all remaining segments. Empty if the service has no such page.
  std::string web_address;
  std::vector<std::string> web_references;
  /// The same for records whose id contains a `/`; empty: web_address.
  std::string web_address_of_path{};
  /// URLs of a person by handle, which may later belong to somebody else; `{id}` stands for the handle.
  std::vector<std::string> web_addresses_of_handle{};
  /// Field of the record that holds its URL, or a template for it, if it cannot be derived from the id.
  std::string address_field;
  /// The field that identifies the record if `id`s of two id spaces may collide. Its value is the first alias
  /// of each observation. Empty: `id` is unique.
  std::string identity_field;
  /// Dotted paths of ids, or lists of ids, of people other than the author.
  std::vector<std::string> people{};
  /// Those of these paths whose ids the text contains; it is shown with names in their place.
  std::vector<std::string> people_in_text{};
  /// How an export spells the API's fields (lib/connector/export_names.hpp); null: the same way.
  const ExportNames* export_names = nullptr;
};

/// What one resource of a stream costs, in millionths of a dollar.
struct Price {
  std::string resource;   ///< the unit: "post", "user", …
  std::int64_t each = 0;  ///< per element of a page
  std::int64_t each_included =
      0;  ///< per included object, if the service charges for them (undocumented: upper bound)
};

enum class Order {
  single,       ///< one object, no pages
  by_id,        ///< newest id first
  by_update,    ///< last changed first, by the time of its last change
  by_addition,  ///< newest added first, without a time or lower bound
  whole,        ///< unordered: read in full each time
};

struct Stream {
  std::string name;   ///< "likes"; parts are `name/ID`
  std::string title;  ///< one line for help and status
  std::string type;   ///< type of its members
  Order order = Order::by_addition;
  /// by_id, by_update: requests take a lower bound; otherwise the engine stops when it is reached.
  bool takes_since = true;
  int min_page_size = 1;
  int initial_page_size = 5;  ///< first page of an incremental walk if nothing new is expected
  int max_page_size = 100;
  std::int64_t depth_cap =
      0;  ///< the service's cap on elements; 0: none known. For coverage and estimates only.
  Price price;
  std::vector<std::string> scopes;  ///< beyond those of every sign-in; without them the stream is skipped
  /// Requested too; without them the service returns less of the stream.
  std::vector<std::string> optional_scopes;
  bool on_by_default = true;
  std::string off_because;           ///< "dear" or "private", with the figure; for help
  std::int64_t interval_s = 3600;    ///< how often `locker serve` syncs it
  std::int64_t full_interval_s = 0;  ///< greatest age of the last full walk; 0: only on --full
  /// The stream whose members are this stream's parts (`lists` for `list-members`); empty: none.
  std::string parts_of;
  /// Fixed parts (`owned`, `followed`); empty: none.
  std::vector<std::string> fixed_parts;
  /// What the service never returns, shown as a gap in `status`; empty: nothing.
  std::string known_gap;
  /// Dotted field of the stored profile that counts the elements, for estimates; may be empty.
  std::string count_field;
  /// A part is one response of at most that many elements, without pages; 0: it has pages.
  int max_part_size = 0;
  /// Parts that are expensive to check are walked when that stream met something new, and after
  /// `full_interval_s`; empty: at every sync.
  std::string parts_refreshed_by;
  /// Fields that the service returns for each membership, such as its time; from RecordName::detail, shown by
  /// queries and the stream's view.
  std::vector<std::string> member_fields;
  /// Requests contain the user's handle, which may have changed since it was learnt.
  bool by_handle = false;
  /// The service lists only recent elements, so a missing one is not a removed one.
  bool only_recent = false;
  /// The greatest age of such elements; 0: unknown. For coverage only.
  std::int64_t recent_max_age_s = 0;
  /// by_addition: the service is known to end the list too early, so a page without a next token proves
  /// nothing about elements below it.
  bool may_end_early = false;
};

struct Descriptor {
  std::string id;
  std::string title;
  std::string description;
  std::string api_base;      ///< default; an environment variable may override it
  std::string api_variable;  ///< LOCKER_TWITTER_API
  SignIn sign_in;
  std::int64_t default_budget = 10'000'000;  ///< millionths of a dollar per month
  std::string handle_prefix{};               ///< written before handles, such as "@"
  /// The service answers conditional requests with 304 if nothing has changed.
  bool conditional_requests = false;
  /// Pages are numbered from the top, so removals during a walk can shift elements past it. A walk of several
  /// pages ends only when that is ruled out (lib/sync/page_shift_detector.hpp), and a member counts as gone
  /// only if two walks did not meet it.
  bool numbered_pages = false;
  /// The greatest number of concurrent requests; more than one only if requests are free.
  int requests_at_once = 1;
  std::vector<Type> types;
  std::vector<Stream> streams;  ///< in the order of sync and commit

  /// Returns the handle as the service shows it: `@jack`.
  [[nodiscard]] std::string called(std::string_view handle) const {
    return handle_prefix + std::string(handle);
  }
  [[nodiscard]] const Stream* stream(std::string_view name) const;
  [[nodiscard]] const Type* type(std::string_view name) const;
  /// True if reading any stream costs money.
  [[nodiscard]] bool charges() const;
  /// The environment variables that override its base addresses.
  [[nodiscard]] std::vector<std::string> variables() const;
};

/// All connectors compiled in, by id. The table is generated from the folders below connectors/.
class Registry {
 public:
  struct Entry {
    const Descriptor* connector = nullptr;
    std::string_view manifest{};  ///< the text of ID.connector, a JSON object; empty: none
  };
  [[nodiscard]] static Registry with_manifests(const std::vector<Entry>& entries);
  /// Connectors without manifests.
  explicit Registry(std::vector<const Descriptor*> connectors) : connectors_(std::move(connectors)) {}

  [[nodiscard]] const std::vector<const Descriptor*>& all() const { return connectors_; }
  [[nodiscard]] const Descriptor* find(std::string_view id) const;
  /// Returns the type's description; null if no connector states it.
  [[nodiscard]] const Type* type(std::string_view name) const;
  /// Returns the text of the connector's manifest; empty if it has none.
  [[nodiscard]] std::string_view manifest(std::string_view id) const;

 private:
  std::vector<const Descriptor*> connectors_;
  std::map<std::string_view, std::string_view> manifests_;  ///< by connector
};

/// Builds the registry from the generated table; called once by main. Links facts only: no client, no parser.
[[nodiscard]] Registry compiled_in();

}  // namespace locker::connector
