#pragma once

#include <set>
#include <string>

namespace locker::sync {

/// Ends a walk that a service would keep going for ever: page tokens that form a circle, pages that bring
/// nothing new, or restart after restart. Throws Error{malformed} in each case.
class EndlessWalkGuard {
 public:
  /// A walk begins at the page of `token` (empty: the first).
  void begin(const std::string& token);
  /// The walk restarts because the service refused a token or bound of its own.
  void note_restart();
  /// A page links to the page of `next_token` (empty: it was the last).
  void note_next_page(const std::string& next_token);
  /// `something`: whether the page stored last brought anything that was not met before.
  void note_page(bool something) { barren_pages_ = something ? 0 : barren_pages_ + 1; }

 private:
  int restarts_ = 0;
  int barren_pages_ = 0;
  std::set<std::string, std::less<>> tokens_;
};

}  // namespace locker::sync
