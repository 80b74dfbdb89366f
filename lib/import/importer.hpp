#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/import/elements.hpp"
#include "lib/json/page.hpp"
#include "lib/store/write/candidate.hpp"
#include "lib/store/write/media.hpp"
#include "lib/store/write/observation.hpp"

/// What a connector knows of the file in which its service gives people their data, as pure mapping: from
/// the names and elements of its members to records. It opens nothing and reads no clock: the run does.
namespace locker::imports {

enum class Fate {
  imported,
  media,         ///< files that records show
  skipped,       ///< nothing in it is worth a record
  confidential,  ///< read only when asked for
  unknown,
};

/// What a member is for.
struct Role {
  Fate fate = Fate::unknown;
  std::string kind;         ///< how its elements are read: the importer's own word
  int part = 0;             ///< as which part of that kind
  int turn = 0;             ///< members with lesser ones are read first
  std::string stream;       ///< its elements are members of that stream, in the service's order
  bool is_further = false;  ///< it adds to the stream, and does not tell how far that is known
  std::string unless;       ///< it is read only where no member of that kind is there
  bool lists_all = false;   ///< where one is, it lists all that should be in the stream
  bool of_others = false;   ///< its elements may be parts of records that other members tell
  Layout layout;
  /// The stream whose gap says what is missing of it; its own, if it has one.
  std::string told_in{};
  std::string groups{};  ///< what groups of elements are called, where the layout has them: "conversations"
};

/// The kinds that tell about the whole: whose archive it is, and what should be in it.
inline constexpr char kManifest[] = "manifest";
inline constexpr char kOwner[] = "owner";

struct Owner {
  std::string id, handle;  ///< empty: not told
};

struct Manifest {
  Owner owner;
  std::optional<Instant> made;
  bool is_of_a_part = false;  ///< the archive comes in several files
  /// Elements by member, named as below the archive's root.
  std::map<std::string, std::int64_t, std::less<>> counts;
};

/// One element of a member.
struct Entry {
  const json::Page& page;
  json::Value value;  ///< the page's root
  std::string_view raw;
  std::string_view label;  ///< of the group in which it lies (Layout)
  const Owner& owner;
};

/// What an element says. Views in the observations point into its bytes.
struct Mapped {
  std::vector<store::Observation> observations;
  std::vector<store::RecordName> members;  ///< of the role's stream
  /// The one observation has no id of its own, and is called by its time: there may be others called alike.
  bool called_by_time = false;
  /// The key that the one observation had when others were made for its kind: a locker of that time has it
  /// by that. Empty: it never had another.
  std::string formerly{};
};

class Importer {
 public:
  virtual ~Importer() = default;

  /// What stands before the names of the archive's members, empty or ending in `/`; absent: there is no
  /// archive of this service among them.
  [[nodiscard]] virtual std::optional<std::string> root(const std::vector<std::string_view>& names) const = 0;
  /// The role of a member that is so called below the root.
  [[nodiscard]] virtual Role role(std::string_view name) const = 0;
  /// When an archive was made, by what it is called; absent: that tells nothing.
  [[nodiscard]] virtual std::optional<Instant> made(std::string_view archive_name) const = 0;

  /// Throws Error{malformed}.
  [[nodiscard]] virtual Manifest read_manifest(json::Value manifest) const = 0;
  [[nodiscard]] virtual Owner read_owner(json::Value element) const = 0;
  /// Throws Error{malformed} for an element without what names its record.
  [[nodiscard]] virtual Mapped map(const Role& role, const Entry& entry) const = 0;

  /// The ids that the service gave out from the one time to the other; absent: they tell no time.
  [[nodiscard]] virtual std::optional<store::KeySpan> keys_between(Instant /*from*/, Instant /*to*/) const {
    return std::nullopt;
  }
  /// When the service gave out that id; absent: it tells no time.
  [[nodiscard]] virtual std::optional<Instant> time_of(std::string_view /*key*/) const {
    return std::nullopt;
  }
  /// How well `part` (an element `of_others`) fits a record of its type, or an edit of one, of the same time;
  /// 0: not at all.
  [[nodiscard]] virtual std::size_t fit(std::string_view /*part*/, std::string_view /*whole*/) const {
    return 0;
  }
  /// The observation of `part` as what it tells of `whole`.
  virtual void join(store::Observation& /*part*/, const store::Candidate& /*whole*/) const {}
  /// The order among versions (Observation::order) of the edit that has that id.
  [[nodiscard]] virtual std::int64_t order_of(std::string_view /*edit*/) const { return 0; }

  /// The record that shows a file of the archive, by what the file is called; absent: nothing tells.
  [[nodiscard]] virtual std::optional<store::RecordName> shown_by(std::string_view /*name*/,
                                                                  const Owner&) const {
    return std::nullopt;
  }
  /// That file as one of the record's media, of which `forms` are stored.
  [[nodiscard]] virtual store::Medium medium(std::string_view /*name*/, const store::RecordName&,
                                             const std::vector<store::StoredForm>& /*forms*/) const {
    return {};
  }
};

/// The importer of a compiled-in connector; null: there is none.
[[nodiscard]] std::unique_ptr<Importer> make_importer(std::string_view connector);

}  // namespace locker::imports
