#pragma once

#include <string>
#include <string_view>

namespace locker {

/// A token, client secret or verifier. It cannot be printed or compared by accident, and its memory is wiped
/// on destruction; `reveal()` marks each place that needs the text.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  [[nodiscard]] const std::string& reveal() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

 private:
  void wipe() noexcept;
  std::string text_;
};

/// Compares in constant time. An empty secret equals nothing, not even another empty one.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace locker
