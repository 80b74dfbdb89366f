#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace locker::store {

/// Whether a text answers a search, decided by FTS5 itself on an index of that one text: for texts
/// that the archive's own index does not hold (earlier states), or where another order leads.
class TextMatcher {
 public:
  /// Throws Error{usage} for an expression that FTS5 refuses.
  explicit TextMatcher(std::string match);
  ~TextMatcher();
  [[nodiscard]] bool matches(std::string_view text, std::string_view name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
