#pragma once

#include <set>
#include <string>

namespace locker::sync {

/// Ends a walk that a service would have go on for ever: one that is led in a circle, told nothing more, or
/// sent back to its beginning again and again. Each is an Error of kind malformed.
class EndlessWalk {
 public:
  /// A walk begins, at the page of `token` (empty: the first).
  void begin(const std::string& token);
  /// The service refuses what it gave out itself, and the walk is to begin again.
  void begins_again();
  /// A page leads on to the page of `next_token` (empty: it is the last).
  void leads_to(const std::string& next_token);
  /// Whether the page that was stored last told of anything not met before.
  void told(bool something) { barren_pages_ = something ? 0 : barren_pages_ + 1; }

 private:
  int restarts_ = 0;
  int barren_pages_ = 0;
  std::set<std::string, std::less<>> tokens_;
};

}  // namespace locker::sync
