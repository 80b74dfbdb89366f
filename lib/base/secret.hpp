#pragma once

#include <string>
#include <string_view>

namespace locker {

/// A token, client secret or verifier. It cannot be printed or compared by accident
/// and its memory is wiped when it goes; `reveal()` marks each place that needs the text.
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

/// In a time that does not depend on where they differ. An empty one is the same as none.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace locker
