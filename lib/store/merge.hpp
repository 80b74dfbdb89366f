#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"

namespace locker::store {

/// The newest form of one shape of a record.
struct ShapeForm {
  std::string_view raw;
  std::string_view dropped;  ///< JSON array of fields the shape had before and now lacks; may be empty
  int rank = 0;
  Instant observed;  ///< when its content was first seen
  Instant looked;    ///< when its bytes were fetched
};

/// The record that its shapes make together (forms, "Shapes"): each field from the latest
/// observation whose shape carries it, spelled as it was sent. A shape carries the fields that its
/// newest form has, and those it had before: so what one endpoint never tells is not taken for
/// absent, and what vanished from one that does tell it, is. `type` states volatile fields, which
/// come from the latest look, and other names of a field.
/// What an export says counts only where no form of the service itself says it.
[[nodiscard]] std::string merge_shapes(std::vector<ShapeForm> forms, const connector::Type* type);

/// What merge_shapes() makes of two forms that have no member in common and never had others: the members of
/// the first, then those of the second. Empty where one of them has none.
[[nodiscard]] std::string members_of_both(std::string_view first, std::string_view second);

/// `dropped` of a shape's new form: what the older form carried and the new one lacks.
[[nodiscard]] std::string dropped_fields(std::string_view older_raw, std::string_view older_dropped,
                                         std::string_view newer_raw);

/// A form's text and name, as they would be shown.
struct Face {
  std::string_view text, name;
  Instant observed;
  int rank = 0;
};

/// Which of a record's forms (highest rank first, at least one) shows its text and name: the latest one
/// that has any. An export's form does only where no other has any, or where it has more of the text.
[[nodiscard]] std::size_t choose_face(const std::vector<Face>& forms);

}  // namespace locker::store
