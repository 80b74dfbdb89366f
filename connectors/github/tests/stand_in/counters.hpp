#pragma once

#include <map>
#include <string>
#include <vector>

#include "render.hpp"

namespace github_stand_in {

/// Counts requests and their responses.
class Counters {
 public:
  void answered(const std::string& route, const std::string& target, int status);
  /// Records a request that a correct client would not have sent.
  void complain(const std::string& what);
  void begin() { most_at_once_ = std::max(most_at_once_, ++at_once_); }
  void end() { --at_once_; }
  void reset();

  [[nodiscard]] Json json() const;
  [[nodiscard]] Json requests() const;
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }
  [[nodiscard]] bool met(const std::string& route) const { return by_route_.contains(route); }

 private:
  std::int64_t total_ = 0;
  int at_once_ = 0, most_at_once_ = 0;
  std::map<std::string, std::int64_t> by_route_;
  std::map<int, std::int64_t> by_status_;
  std::vector<std::string> complaints_;
  std::vector<std::pair<std::string, int>> requests_;
};

}  // namespace github_stand_in
