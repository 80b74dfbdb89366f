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
  // explicit_bzero is not optimised away, and the capacity covers what a shrunk string left.
  if (text_.capacity() > 0) explicit_bzero(text_.data(), text_.capacity());
  text_.clear();
}

}  // namespace locker
