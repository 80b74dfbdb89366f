#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/store/write/core.hpp"
#include "lib/store/write/salted.hpp"

namespace locker::store {

/// What was forgotten, known only by salted digests: enough to refuse it, too little to name it.
class Forgotten {
 public:
  explicit Forgotten(Core& core);
  [[nodiscard]] bool contains(std::string_view account, std::string_view type, std::string_view key) const;
  void add(std::string_view account, std::string_view type, std::string_view key);

 private:
  [[nodiscard]] Digest digest(std::string_view account, std::string_view type, std::string_view key) const;
  Core& core_;
  Salted salted_;
  bool any_ = false;
};

}  // namespace locker::store
