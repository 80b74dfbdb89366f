#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/store/write/observation.hpp"

namespace locker::serve {

/// The content of a `POST /core/<id>/event`.
struct Publication {
  std::string type;    ///< as given, such as `contact/github`
  std::string object;  ///< the bytes of `obj`
};

/// Parses a JSON body, or a form whose `obj` is JSON, has nested names, or is a text. Absent if the type is
/// missing, if `obj` is null, false, zero, empty or too deeply nested, or if the type or the object's id is
/// longer than 1 KB.
[[nodiscard]] std::optional<Publication> read_publication(std::string_view body, bool is_form);

/// Returns the record that the object becomes. It is identified by `obj.id`, else `id_str`, else the digest
/// of its content. The result refers to the publication's bytes.
[[nodiscard]] store::Observation observation_of(const Publication& publication);

}  // namespace locker::serve
