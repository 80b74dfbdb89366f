#include "lib/serve/process/log_lines.hpp"

#include <algorithm>

namespace locker::serve {
namespace {

constexpr std::size_t kLongest = 2'048;
constexpr int kMostASecond = 100;

}  // namespace

void LogLines::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    const auto piece = bytes.substr(0, end);
    text_ += piece.substr(0, std::min(piece.size(), kLongest - std::min(kLongest, text_.size())));
    if (end == std::string_view::npos) return;
    finish_line();
    bytes.remove_prefix(end + 1);
  }
}

void LogLines::end() {
  if (!text_.empty()) finish_line();
}

void LogLines::finish_line() {
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ >= std::chrono::seconds{1}) {
    if (untold_ > 0) line_("... and " + std::to_string(untold_) + " more lines");
    second_ = now;
    told_ = 0;
    untold_ = 0;
  }
  if (text_.ends_with('\r')) text_.pop_back();
  if (text_.empty()) return;
  if (++told_ <= kMostASecond)
    line_(text_);
  else
    ++untold_;
  text_.clear();
}

}  // namespace locker::serve
