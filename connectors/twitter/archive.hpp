#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/twitter/post_text.hpp"
#include "lib/import/importer.hpp"

/// Maps X's user archive, member by member, from elements to records. The formats are those of archives from
/// 2018 to 2026; all numbers in them are strings.
namespace locker::connectors::twitter {

using imports::Entry;
using imports::Mapped;
using imports::Role;

/// The folder of an archive that holds its members; early archives have none.
inline constexpr std::string_view kDataFolder = "data/";

/// Maps an element of one kind of member to records.
using MapElement = Mapped (*)(const Role& role, const Entry& entry);

Mapped map_post(const Role& role, const Entry& entry);
Mapped map_deleted_post(const Role& role, const Entry& entry);
Mapped map_post_header(const Role& role, const Entry& entry);
Mapped map_deleted_post_header(const Role& role, const Entry& entry);
Mapped map_note(const Role& role, const Entry& entry);
Mapped map_deleted_note(const Role& role, const Entry& entry);
Mapped map_like(const Role& role, const Entry& entry);
Mapped map_bookmark(const Role& role, const Entry& entry);
Mapped map_person(const Role& role, const Entry& entry);
Mapped map_account(const Role& role, const Entry& entry);
Mapped map_profile(const Role& role, const Entry& entry);
Mapped map_name_change(const Role& role, const Entry& entry);
Mapped map_list(const Role& role, const Entry& entry);
Mapped map_message(const Role& role, const Entry& entry);
Mapped map_item(const Role& role, const Entry& entry);

/// A known member of the archive.
struct ArchiveMember {
  std::string_view name;  ///< file name without `-partN.js`
  imports::Disposition disposition = imports::Disposition::imported;
  MapElement map = nullptr;
  int turn = 0;
  std::string_view stream{};
  std::string_view unless{};
  bool is_supplement = false;  ///< as in Role, like the following fields
  bool lists_whole_stream = false;
  std::string_view gap_stream{};
};

/// Finds a member by its file name in the spelling of any year; null if unknown.
[[nodiscard]] const ArchiveMember* archive_member(std::string_view name);

// Helpers of the map functions.

/// Returns an id, spelled as a string or a number; empty if there is none.
[[nodiscard]] std::string id_at(json::Value object, std::string_view key);
/// Returns the object in `{name: …}`, or the object itself in early archives, which have no such wrapper.
[[nodiscard]] json::Value unwrapped(json::Value element, std::string_view name);
/// Parses "Sun Mar 21 12:53:22 +0000 2021" or RFC 3339. Absent for times in 1970, which are known to be
/// wrong.
[[nodiscard]] std::optional<Instant> archive_time(std::string_view text);
/// Returns the time encoded in an id, to the second.
[[nodiscard]] std::optional<Instant> second_of(std::string_view id);
/// Returns an observation with the common fields. Throws Error{malformed} if there is no key.
[[nodiscard]] store::Observation observed(const Entry& entry, std::string_view type, std::string key,
                                          std::string_view shape);
/// Returns one observation, as a member of the role's stream if it has one.
[[nodiscard]] Mapped alone(const Role& role, store::Observation observation);

/// Returns the post in an element, live or deleted.
[[nodiscard]] json::Value post_in(json::Value element);
/// Returns the short links in a post of the archive, and their targets.
[[nodiscard]] std::vector<Replacement> replacements_of(json::Value post);

/// Returns the number of characters of a post that the whole text of a long post begins with; 0 if the text
/// belongs to another post.
[[nodiscard]] std::size_t matched_length(std::string_view note, std::string_view post);
void join_note(store::Observation& note, const store::Candidate& post);

/// Returns the alias of an item that a file is attached to.
[[nodiscard]] std::string attached(std::string_view medium);
/// Returns the record that contains a file of one of the media folders; describe_medium() returns the file as
/// one of its media.
[[nodiscard]] std::optional<store::RecordName> media_owner(std::string_view name,
                                                           const imports::Owner& owner);
/// Returns the id in a file's name, or the whole name, and the time that the id encodes.
[[nodiscard]] store::MediaOwner id_in_media_name(std::string_view name);
[[nodiscard]] store::Medium describe_medium(std::string_view name, const store::RecordName& record,
                                            const std::vector<store::StoredForm>& forms);

// The archive as a whole.
/// True for files that some systems add to the folders and archives that they show or create.
[[nodiscard]] bool is_system_file(std::string_view name);
[[nodiscard]] std::optional<std::string> archive_root(const std::vector<std::string_view>& names);
[[nodiscard]] imports::Manifest read_archive_manifest(json::Value manifest);
[[nodiscard]] imports::Owner read_archive_owner(json::Value element);
[[nodiscard]] std::optional<Instant> archive_made(std::string_view archive_name);

}  // namespace locker::connectors::twitter
