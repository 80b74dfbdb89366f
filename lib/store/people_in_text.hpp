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

/// What a person is called of whom a text says the id.
using Call = std::function<std::string_view(std::string_view id)>;

/// The text with each of these ids, where it stands as a word of its own, as `call` calls its person.
[[nodiscard]] std::string with_names(std::string_view text, const std::vector<std::string>& ids,
                                     const Call& call);

/// Puts names in place of the ids that texts of some types say (connector::Type::people_in_text): what was
/// stored may be from before anybody knew them.
class PeopleInText {
 public:
  explicit PeopleInText(const Database& database);
  ~PeopleInText();

  /// The text of a record of that type.
  [[nodiscard]] std::string named(const connector::Type& type, std::int64_t record, std::string_view text,
                                  const Call& call);

 private:
  struct Lookup;
  [[nodiscard]] std::vector<std::string> people_of(const connector::Type& type, std::int64_t record);

  const Database& database_;
  std::unique_ptr<Lookup> lookup_;
};

}  // namespace locker::store
