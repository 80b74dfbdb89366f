#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace locker::json {

/// An object located by its brackets and quotes. It is valid UTF-8 and otherwise unchecked: good only for
/// finding stored records with the same bytes.
struct Outline {
  struct Member {
    std::string_view name, value;  ///< as spelled; the name without quotes
  };
  std::string_view raw;
  std::span<const Member> members;

  /// Returns the value of the first member of that name as spelled; empty if there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;
};

/// The objects of one list of a document, in order.
struct Outlines {
  std::vector<Outline> objects;
  std::string_view bytes;  ///< the bytes between the brackets of the list
  std::vector<Outline::Member> members;
};

/// Locates the list that is the member `list` of the object `body`. Absent if that is no list, if brackets do
/// not match, or if an escape may hide a name: the document must then be parsed (Page), which reports any
/// error.
[[nodiscard]] std::optional<Outlines> outlined(std::string_view body, std::string_view list);

}  // namespace locker::json
