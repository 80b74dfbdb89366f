#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace locker::store {

/// Decides with FTS5 itself, on an index of one text, whether that text matches a search: for texts that the
/// archive's own index does not contain (earlier states), or if rows are read in another order.
class TextMatcher {
 public:
  /// Throws Error{usage} for an expression that FTS5 rejects.
  explicit TextMatcher(std::string match);
  ~TextMatcher();
  [[nodiscard]] bool matches(std::string_view text, std::string_view name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
