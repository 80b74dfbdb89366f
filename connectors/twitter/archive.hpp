#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/twitter/post_text.hpp"
#include "lib/import/importer.hpp"

/// The archive that X gives to its users, member by member: from elements to records. The shapes are those
/// of archives of 2018 to 2026; every number in them is a string.
namespace locker::connectors::twitter {

using imports::Entry;
using imports::Mapped;
using imports::Role;

/// How the elements of one kind of member become records.
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

/// A member that the archive is known to have.
struct ArchiveMember {
  std::string_view name;  ///< of the file, without `-partN.js`
  imports::Fate fate = imports::Fate::imported;
  MapElement map = nullptr;
  int turn = 0;
  std::string_view stream{};
  std::string_view unless{};
  bool is_further = false;  ///< as in Role, and so are the next
  bool lists_all = false;
  std::string_view told_in{};
};

/// By the file's name in any of the spellings of the years; null: not known.
[[nodiscard]] const ArchiveMember* archive_member(std::string_view name);

// What the maps share.

/// An id, spelled as a string or a number; empty: there is none.
[[nodiscard]] std::string id_at(json::Value object, std::string_view key);
/// The object inside `{name: …}`, or the object itself where an early archive has no such wrapper.
[[nodiscard]] json::Value unwrapped(json::Value element, std::string_view name);
/// "Sun Mar 21 12:53:22 +0000 2021" or RFC 3339. Times in 1970 are known to be wrong: absent.
[[nodiscard]] std::optional<Instant> archive_time(std::string_view text);
/// The time that an id tells, to the second.
[[nodiscard]] std::optional<Instant> second_of(std::string_view id);
/// An observation with what every one has. Throws Error{malformed} where there is no key.
[[nodiscard]] store::Observation observed(const Entry& entry, std::string_view type, std::string key,
                                          std::string_view shape);
/// One observation, as a member of the role's stream if it has one.
[[nodiscard]] Mapped alone(const Role& role, store::Observation observation);

/// The post that an element is, live or deleted.
[[nodiscard]] json::Value post_in(json::Value element);
/// Short addresses in a post of the archive, and what they stand for.
[[nodiscard]] std::vector<Replacement> replacements_of(json::Value post);

/// How many characters of a post stand at the beginning of a long one's whole text; 0: it is another's.
[[nodiscard]] std::size_t fit_of_note(std::string_view note, std::string_view post);
void join_note(store::Observation& note, const store::Candidate& post);

/// By what an item is found that a file is attached to.
[[nodiscard]] std::string attached(std::string_view medium);
/// The record that shows a file of one of the media folders, and the file as one of its media.
[[nodiscard]] std::optional<store::RecordName> media_owner(std::string_view name,
                                                           const imports::Owner& owner);
[[nodiscard]] store::Medium describe_medium(std::string_view name, const store::RecordName& record,
                                            const std::vector<store::StoredForm>& forms);

// What tells about the whole.
[[nodiscard]] std::optional<std::string> archive_root(const std::vector<std::string_view>& names);
[[nodiscard]] imports::Manifest read_archive_manifest(json::Value manifest);
[[nodiscard]] imports::Owner read_archive_owner(json::Value element);
[[nodiscard]] std::optional<Instant> archive_made(std::string_view archive_name);

}  // namespace locker::connectors::twitter
