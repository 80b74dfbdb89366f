#include "lib/serve/process/log_lines.hpp"

#include <algorithm>
#include <utility>

namespace locker::serve {
namespace {

constexpr std::size_t kLongestLine = 2'048;

}  // namespace

void LogLines::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    const auto piece = bytes.substr(0, end);
    text_ += piece.substr(0, std::min(piece.size(), kLongestLine - std::min(kLongestLine, text_.size())));
    if (end == std::string_view::npos) return;
    finish_line();
    bytes.remove_prefix(end + 1);
  }
}

void LogLines::end() {
  if (!text_.empty()) finish_line();
  log_suppressed_count();
}

void LogLines::log_suppressed_count() {
  if (suppressed_ > 0) line_("... and " + std::to_string(std::exchange(suppressed_, 0)) + " more lines");
}

void LogLines::finish_line() {
  while (!text_.empty() && (text_.back() == '\r' || text_.back() == ' ' || text_.back() == '\t'))
    text_.pop_back();
  if (text_.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double> passed = now - std::exchange(last_, now);
  allowed_ = std::min(kBurst, allowed_ + passed.count() * kEachSecond);
  if (allowed_ < 1) {
    if (suppressed_++ == 0) line_("... more lines than are kept; from here on they are counted");
    if (const auto stormed = std::exchange(stormed_, nullptr)) stormed();
  } else {
    --allowed_;
    log_suppressed_count();
    line_(text_);
  }
  text_.clear();
}

}  // namespace locker::serve
