#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/store/write/digest.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Digests, salted with what only this locker has, of what is to be known again without being named.
class Salted {
 public:
  explicit Salted(WriteContext& context);
  [[nodiscard]] Digest digest(std::initializer_list<std::string_view> parts) const;

 private:
  std::string salt_;
};

}  // namespace locker::store
