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

/// Merges the shapes of a record (forms, "Shapes"): takes each field from the latest observation whose shape
/// carries it, spelled as it was sent. A shape carries the fields of its newest form and those it had before,
/// so a field that an endpoint never sends is not taken for absent, but one that disappeared from an endpoint
/// that does send it is. `type` lists volatile fields, which come from the latest fetch, and alternative
/// names of fields.
/// An export's non-volatile fields count only where no form from the service itself has them.
[[nodiscard]] std::string merge_shapes(std::vector<ShapeForm> forms, const connector::Type* type);

/// Returns what merge_shapes() makes of two forms that share no member and never did: the members of the
/// first, then those of the second. Empty if either has none.
[[nodiscard]] std::string members_of_both(std::string_view first, std::string_view second);

/// Returns `dropped` for a shape's new form: the fields that the older form carried and the new one lacks.
[[nodiscard]] std::string dropped_fields(std::string_view older_raw, std::string_view older_dropped,
                                         std::string_view newer_raw);

/// A form's text and name, as displayed.
struct Face {
  std::string_view text, name;
  Instant observed;
  int rank = 0;
};

/// Chooses which of a record's forms (highest rank first, at least one) provides its displayed text and name:
/// the latest one that has either. An export's form is chosen only if no other has either, or if its text is
/// longer.
[[nodiscard]] std::size_t choose_face(const std::vector<Face>& forms);

}  // namespace locker::store
