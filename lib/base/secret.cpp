#include "lib/base/secret.hpp"

#include <cstring>
#include <utility>

namespace locker {

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    text_ = other.text_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    other.wipe();
  }
  return *this;
}

void Secret::wipe() noexcept {
  // explicit_bzero is not optimised away. The capacity includes what was left when the string shrank.
  if (text_.capacity() > 0) explicit_bzero(text_.data(), text_.capacity());
  text_.clear();
}

bool same_secret(std::string_view a, std::string_view b) {
  if (a.empty() || a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t at = 0; at < a.size(); ++at) difference |= static_cast<unsigned char>(a[at] ^ b[at]);
  return difference == 0;
}

}  // namespace locker
