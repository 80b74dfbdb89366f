#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace locker::json {

/// An object that was found by its brackets and quotes. It is UTF-8, and nothing else of it was checked: good
/// for finding what has the same bytes, and no more.
struct Outline {
  struct Member {
    std::string_view name, value;  ///< as they are spelled; the name without its quotes
  };
  std::string_view raw;
  std::span<const Member> members;

  /// The value of the first member of that name, as it is spelled; empty: there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;
};

/// The objects of one list of a document, in order.
struct Outlines {
  std::vector<Outline> objects;
  std::string_view bytes;  ///< what stands between the brackets of the list
  std::vector<Outline::Member> members;
};

/// The list that is the member `list` of `body`, an object. Absent where something else stands there, where
/// the brackets do not match, and where an escape may hide a name: then the document has to be read (Page),
/// and that tells what is wrong with it, if anything is.
[[nodiscard]] std::optional<Outlines> outlined(std::string_view body, std::string_view list);

}  // namespace locker::json
