#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace locker::json {

/// A value inside a Page: cheap to copy, valid as long as the page. Looking up an absent value returns one
/// whose exists() is false; absent values and unexpected types never throw.
class Value {
 public:
  Value() = default;

  [[nodiscard]] bool exists() const;
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_object() const;
  [[nodiscard]] bool is_array() const;
  /// Returns the first member of that name.
  [[nodiscard]] Value operator[](std::string_view key) const;
  /// Returns the first of two names that exists (old and new name of a field).
  [[nodiscard]] Value either(std::string_view key, std::string_view other) const;
  /// Returns the unescaped text of a string.
  [[nodiscard]] std::optional<std::string_view> string() const;
  /// Returns the text of a string, else `fallback`.
  [[nodiscard]] std::string_view text(std::string_view fallback = {}) const;
  /// Returns an integer, which may be spelled as a string of digits.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  /// Returns the elements of an array; none for anything else.
  [[nodiscard]] std::vector<Value> items() const;
  struct Member;
  /// Returns the members of an object in order; none for anything else.
  [[nodiscard]] std::vector<Member> members() const;

 private:
  friend class Page;
  // The bits of a simdjson::dom::element, so that simdjson.h stays in this folder; absent: none.
  using Bits = std::array<std::uintptr_t, 2>;
  explicit Value(const Bits& bits) : bits_(bits) {}
  std::optional<Bits> bits_;
};

struct Value::Member {
  std::string_view key;
  Value value;
};

/// A fully parsed JSON document: every value was visited, UTF-8 checked, and nothing follows it (design 9:
/// half-read is unread).
class Page {
 public:
  /// `body` must outlive the page and the results of raw(). Throws Error{malformed} that describes the fault.
  explicit Page(std::string_view body);
  /// The same for `body` without the bytes `unread` in it, the elements of a list (Outlines::bytes), which is
  /// empty in this page.
  Page(std::string_view body, std::string_view unread);
  Page(Page&&) noexcept;
  Page& operator=(Page&&) noexcept;
  ~Page();

  [[nodiscard]] Value root() const;
  /// Returns the exact bytes within `body` of each element of the array at `path` (`{"includes", "users"}`),
  /// in order; of the object itself if it is one; nothing if the path does not exist. The empty path is the
  /// document.
  [[nodiscard]] std::vector<std::string_view> raw(std::initializer_list<std::string_view> path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::json
