#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/walk.hpp"

namespace locker::sync {

/// What an account allows and wants, as its sign-in left it.
struct AccountChoice {
  std::optional<std::vector<std::string>> streams;  ///< absent: those that are on by default
  std::optional<std::vector<std::string>> scopes;   ///< granted; absent: not known
  std::vector<std::string> refused{};               ///< scopes asked for at sign-in and not granted
};

/// A stream that a run is to walk.
struct Selected {
  const connector::Stream* stream = nullptr;
  bool wanted_by_name = false;  ///< by --only or the account's choice, not by default
  std::string missing_scope;    ///< not granted; empty: nothing is missing
  bool was_refused = false;     ///< it was asked for at sign-in
};

/// The streams of a run in the descriptor's order: `only`, else the account's choice, else those
/// on by default. Throws Error{usage} for a stream that the connector does not have.
[[nodiscard]] std::vector<Selected> select_streams(const connector::Descriptor& connector,
                                                   const std::vector<std::string>& only,
                                                   const AccountChoice& choice);

/// What a stream cannot be read for, where `missing_scope` is not empty, and what to do about it;
/// `auth_command` signs in again.
[[nodiscard]] std::string lack_in_words(const Selected& one);
[[nodiscard]] std::string lack_hint(const Selected& one, const std::string& auth_command);

/// Names to walk for one stream that are known before anything is: itself, or its fixed parts; none where
/// it has only parts that are members of another.
[[nodiscard]] std::vector<store::StreamName> fixed_names(const connector::Stream& stream);
/// Those whose pages another one after them asks for too, as the address of the first page tells.
[[nodiscard]] std::vector<store::StreamName> asked_again(const Connector& connector,
                                                         const ServiceAddress& service,
                                                         const std::vector<Selected>& selected);
/// Parts that are members of `stream.parts_of`, as far as they are stored and lie in what is still listed.
[[nodiscard]] std::vector<Part> member_parts(const Connector& connector, const ServiceAddress& service,
                                             const connector::Stream& stream, store::Writer& writer,
                                             std::string_view account);
/// True if the part's record says that nothing is new since it was last walked to its end.
[[nodiscard]] bool has_no_news(const Part& part, const store::Cursor& cursor);

}  // namespace locker::sync
