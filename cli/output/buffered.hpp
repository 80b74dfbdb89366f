#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace locker::cli {

/// Gathers output, so that a million rows are some thousand writes. Throws output_error() where the
/// output takes no more.
class Buffered {
 public:
  explicit Buffered(std::ostream& out) : out_(out) {}
  Buffered(const Buffered&) = delete;
  Buffered& operator=(const Buffered&) = delete;

  /// What is written next goes at its end.
  [[nodiscard]] std::string& text() { return text_; }
  void flush_if_full() {
    if (text_.size() >= kBytes) flush();
  }
  void flush();

 private:
  static constexpr std::size_t kBytes = 1 << 16;
  std::ostream& out_;
  std::string text_;
};

}  // namespace locker::cli
