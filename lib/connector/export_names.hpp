#pragma once

#include <string>
#include <vector>

namespace locker::connector {

/// A field under the name by which the service itself calls it, and where an export has it.
struct ExportedField {
  enum class Spelling {
    same,
    number,  ///< a string of digits there
    truth,
    link_text,   ///< what stands within `<a …>` and `</a>`
    references,  ///< a list of `{type, id}`: ExportNames::references
    own_time,    ///< the record's own; nowhere there
    own_author,
  };
  std::string name;                ///< dotted
  std::vector<std::string> there;  ///< dotted; the first that is there counts
  Spelling spelling = Spelling::same;
  std::vector<ExportedField> members{};  ///< of each object of a list, with paths within it
};

/// How a list of references is derived where an export has none.
struct ExportedReferences {
  std::vector<std::string> answered;  ///< the id that is answered
  std::vector<std::string> links;     ///< objects, of which `address` may lead to what is quoted
  std::string address;
  std::vector<std::string> quoting;  ///< such addresses, as LIKE knows them, up to the id
  std::vector<std::string> text;  ///< begins as `repeating` where it repeats another's, whose id is not told
  std::string repeating;
  std::vector<std::string> own_id;  ///< a link to itself quotes nothing
  std::string answered_person{};    ///< the field (ExportNames::fields) that says whom it answers
};

/// The shown JSON of a record of which an export tells has these names too where the service itself says
/// nothing, so that a person finds a field by one name, whichever source it came from. Its raw form stays as
/// it is.
struct ExportNames {
  std::vector<std::string> wrappers;  ///< the one member of an export's object, such as `tweet`
  /// Where early exports have no wrapper: a field that only they have, and one that only the service has.
  std::string mark, own_mark;
  std::vector<ExportedField> fields;
  const ExportedReferences* references = nullptr;  ///< of the field that is spelled so
};

}  // namespace locker::connector
