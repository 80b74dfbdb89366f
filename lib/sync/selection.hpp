#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// The account's streams and scopes, as chosen and granted at sign-in.
struct AccountChoice {
  std::optional<std::vector<std::string>> streams;  ///< absent: the defaults
  std::optional<std::vector<std::string>> scopes;   ///< granted; absent: unknown
  std::vector<std::string> refused{};               ///< scopes requested at sign-in and not granted
};

/// A stream selected for a run.
struct Selected {
  const connector::Stream* stream = nullptr;
  bool is_explicit = false;   ///< by --only or the account's choice, not by default
  std::string missing_scope;  ///< not granted; empty: none
  bool was_refused = false;   ///< the scope was requested at sign-in
};

/// Returns the streams of a run in the descriptor's order: `only`, else the account's choice, else the
/// defaults. Throws Error{usage} for a stream that the connector does not have.
[[nodiscard]] std::vector<Selected> select_streams(const connector::Descriptor& connector,
                                                   const std::vector<std::string>& only,
                                                   const AccountChoice& choice);

/// Why a stream with a `missing_scope` cannot be read, and what to do about it; `auth_command` is the command
/// that signs in again.
[[nodiscard]] std::string missing_scope_message(const Selected& one);
[[nodiscard]] std::string missing_scope_hint(const Selected& one, const std::string& auth_command);

/// Returns the names to walk for a stream that do not depend on stored records: itself, or its fixed parts;
/// none if its parts are members of another stream.
[[nodiscard]] std::vector<store::StreamName> fixed_names(const connector::Stream& stream);
/// Returns the names whose first page has the same URL as that of a later one, which requests it again.
[[nodiscard]] std::vector<store::StreamName> requested_twice(const Connector& connector,
                                                             const ServiceAddress& service,
                                                             const std::vector<Selected>& selected);
/// Returns the parts of `stream` for the stored members of `stream.parts_of` that are still listed.
[[nodiscard]] std::vector<Part> member_parts(const Connector& connector, const ServiceAddress& service,
                                             const connector::Stream& stream, store::Writer& writer,
                                             std::string_view account);
/// Returns what a cursor keeps of a part (Cursor::news): its news, and on a further line its subject.
[[nodiscard]] std::string marker_of(const PartFacts& facts);
/// True if the part's record shows that nothing is new since its last completed walk.
[[nodiscard]] bool is_part_unchanged(const Part& part, const store::Cursor& cursor);
/// True if the last walk of the part read it under another subject, such as a former name.
[[nodiscard]] bool has_new_subject(const PartFacts& facts, const store::Cursor& cursor);

}  // namespace locker::sync
