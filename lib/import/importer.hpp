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

/// What a connector knows about the data export of its service: a pure mapping from the names and elements of
/// its members to records. It opens no file and reads no clock; the run does.
namespace locker::imports {

enum class Disposition {
  imported,
  media,         ///< files that records show
  skipped,       ///< contains nothing worth a record
  confidential,  ///< read only on request
  unknown,
};

/// The purpose of a member.
struct Role {
  Disposition disposition = Disposition::unknown;
  std::string kind;                 ///< how its elements are read; a name chosen by the importer
  int part = 0;                     ///< which part of that kind it is
  int turn = 0;                     ///< members with lower turns are read first
  std::string stream;               ///< its elements are members of this stream, in the service's order
  bool is_supplement = false;       ///< adds to the stream, but does not determine how far it is known
  std::string unless;               ///< read only if there is no member of this kind
  bool lists_whole_stream = false;  ///< if there is one, this member lists all that the stream should contain
  bool may_be_part = false;         ///< its elements may be parts of records that other members contain
  Layout layout;
  /// The stream whose gap reports what is missing of this member; empty: `stream`.
  std::string gap_stream{};
  std::string groups{};  ///< what its groups of elements are called, if it has any: "conversations"
};

/// The kinds of member that describe the whole archive: what it should contain, and whose it is.
inline constexpr char kManifest[] = "manifest";
inline constexpr char kOwner[] = "owner";

struct Owner {
  std::string id, handle;  ///< empty: not known
  std::string name{};      ///< that the owner shows, if the manifest tells it
};

struct Manifest {
  Owner owner;
  std::optional<Instant> made;
  bool is_split = false;  ///< the archive comes in several files
  /// Number of elements by member, whose name is relative to the archive's root.
  std::map<std::string, std::int64_t, std::less<>> counts;
};

/// One element of a member.
struct Entry {
  const json::Page& page;
  json::Value value;  ///< the root of `page`
  std::string_view raw;
  std::string_view label;  ///< of its group (Layout)
  const Owner& owner;
};

/// The content of an element. Views in the observations point into its bytes.
struct Mapped {
  std::vector<store::Observation> observations;
  std::vector<store::RecordName> members;  ///< of the role's stream
  /// The only observation has no id of its own and is identified by its time: others may have the same key.
  bool keyed_by_time = false;
  /// The key that earlier versions of the importer gave the only observation, under which an older locker
  /// stores it. Empty: it never had another.
  std::string former_key{};
};

class Importer {
 public:
  virtual ~Importer() = default;

  /// Returns the prefix of the archive's member names, empty or ending in `/`; absent if `names` contains no
  /// archive of this service.
  [[nodiscard]] virtual std::optional<std::string> root(const std::vector<std::string_view>& names) const = 0;
  /// Returns the role of the member with that name relative to the root.
  [[nodiscard]] virtual Role role(std::string_view name) const = 0;
  /// Returns when the archive with that name was made; absent if the name does not tell.
  [[nodiscard]] virtual std::optional<Instant> made(std::string_view archive_name) const = 0;

  /// Throws Error{malformed}.
  [[nodiscard]] virtual Manifest read_manifest(json::Value manifest) const = 0;
  [[nodiscard]] virtual Owner read_owner(json::Value element) const = 0;
  /// Maps an element to records. Throws Error{malformed} if it lacks what identifies its record.
  [[nodiscard]] virtual Mapped map(const Role& role, const Entry& entry) const = 0;

  /// Returns the span of ids that the service issued between two times; absent if ids do not encode a time.
  [[nodiscard]] virtual std::optional<store::KeySpan> keys_between(Instant /*from*/, Instant /*to*/) const {
    return std::nullopt;
  }
  /// Returns when the service issued that id; absent if it does not encode a time.
  [[nodiscard]] virtual std::optional<Instant> time_of(std::string_view /*key*/) const {
    return std::nullopt;
  }
  /// Returns how well `part` (an element with Role::may_be_part) matches a record of its type and time, or an
  /// edit of one; 0: not at all.
  [[nodiscard]] virtual std::size_t fit(std::string_view /*part*/, std::string_view /*whole*/) const {
    return 0;
  }
  /// Turns the observation of `part` into an observation of `whole`.
  virtual void join(store::Observation& /*part*/, const store::Candidate& /*whole*/) const {}
  /// Returns the order among versions (Observation::order) of the edit with that id.
  [[nodiscard]] virtual std::int64_t order_of(std::string_view /*edit*/) const { return 0; }

  /// Returns the record that shows the file of the archive with that name; absent if the name does not tell.
  [[nodiscard]] virtual std::optional<store::RecordName> shown_by(std::string_view /*name*/,
                                                                  const Owner&) const {
    return std::nullopt;
  }
  /// Returns the id, and the time that it encodes, by which that file is kept if no such record is stored.
  [[nodiscard]] virtual store::MediaOwner named_after(std::string_view name) const {
    return {0, std::string(name.substr(name.rfind('/') + 1)), std::nullopt};
  }
  /// Returns that file as one of the record's media. `forms` are the stored forms of the record.
  [[nodiscard]] virtual store::Medium medium(std::string_view /*name*/, const store::RecordName&,
                                             const std::vector<store::StoredForm>& /*forms*/) const {
    return {};
  }
};

/// Returns the importer of a compiled-in connector; null if it has none.
[[nodiscard]] std::unique_ptr<Importer> make_importer(std::string_view connector);

}  // namespace locker::imports
