#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/store/write/digest.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Digests, salted with a value that only this locker has, of names that must be recognized but not stored.
class Salted {
 public:
  explicit Salted(WriteContext& context);
  [[nodiscard]] Digest digest(std::initializer_list<std::string_view> parts) const;

 private:
  std::string salt_;
};

}  // namespace locker::store
