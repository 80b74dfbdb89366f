#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// Returns the displayed name of the person with an id that occurs in a text.
using Call = std::function<std::string_view(std::string_view id)>;

/// Returns the text with each of these ids, where it is a whole word, replaced by what `call` returns for it.
[[nodiscard]] std::string with_names(std::string_view text, const std::vector<std::string>& ids,
                                     const Call& call);

/// Replaces the ids that texts of some types contain (connector::Type::people_in_text) with names: a text may
/// have been stored before the names were known.
class PeopleInText {
 public:
  explicit PeopleInText(const Database& database);
  ~PeopleInText();

  /// Returns the text of a record of that type with names in place of ids.
  [[nodiscard]] std::string named(const connector::Type& type, std::int64_t record, std::string_view text,
                                  const Call& call);
  /// Returns the ids at these paths (connector::Type::people) of a record.
  [[nodiscard]] std::vector<std::string> people_at(const std::vector<std::string>& paths,
                                                   std::int64_t record);

 private:
  struct Lookup;

  const Database& database_;
  std::unique_ptr<Lookup> lookup_;
};

}  // namespace locker::store
