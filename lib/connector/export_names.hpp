#pragma once

#include <string>
#include <vector>

namespace locker::connector {

/// A field under the name that the service itself uses, and where an export has it.
struct ExportedField {
  enum class Spelling {
    same,
    number,  ///< a string of digits in the export
    truth,
    link_text,   ///< the text between `<a …>` and `</a>`
    references,  ///< a list of `{type, id}`: ExportNames::references
    own_time,    ///< the record's own time; the export has no such field
    own_author,
  };
  std::string name;                ///< dotted
  std::vector<std::string> there;  ///< dotted paths in the export; the first that is present counts
  Spelling spelling = Spelling::same;
  std::vector<ExportedField> members{};  ///< of each object of a list, with paths within it
};

/// How to derive a list of references that an export lacks.
struct ExportedReferences {
  std::vector<std::string> answered;  ///< the id of the answered record
  std::vector<std::string> links;     ///< objects whose `address` may lead to a quoted record
  std::string address;
  std::vector<std::string> quoting;  ///< LIKE patterns of such addresses, up to the id
  /// Begins as `repeating` if it repeats another record, whose id the export lacks.
  std::vector<std::string> text;
  std::string repeating;
  std::vector<std::string> own_id;  ///< a link to the record itself quotes nothing
  std::string answered_person{};    ///< the field (ExportNames::fields) with the person answered
};

/// Gives the shown JSON of a record from an export the service's own field names too, where the service
/// itself reported nothing, so that the user finds a field under one name whatever its source. The raw form
/// is unchanged.
struct ExportNames {
  std::vector<std::string> wrappers;  ///< the one member of an export's object, such as `tweet`
  /// Where early exports have no wrapper: a field that only they have, and one that only the service has.
  std::string mark, own_mark;
  std::vector<ExportedField> fields;
  const ExportedReferences* references = nullptr;  ///< for the field with that spelling
};

}  // namespace locker::connector
