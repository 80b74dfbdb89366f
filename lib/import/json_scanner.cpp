#include "lib/import/json_scanner.hpp"

#include <array>
#include <cstring>
#include <utility>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

constexpr std::size_t kStep = 1 << 18;
/// Far larger than any element ever seen; a parser needs ten times as much memory.
constexpr std::size_t kLargestValue = 4 << 20;

[[noreturn]] void malformed(const char* what) {
  throw Error(ErrorKind::malformed, std::string("not readable as JSON: ") + what);
}

/// The bytes that skip_nested() stops at: quotes and brackets.
constexpr std::array<bool, 256> kIsStructure = [] {
  std::array<bool, 256> table{};
  for (const char c : {'"', '{', '}', '[', ']'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

/// Returns the position of the first of them from `at` on, or the end of the text.
std::size_t find_structure(std::string_view text, std::size_t at) {
  while (at < text.size() && !kIsStructure[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

bool JsonScanner::more() {
  if (ended_) return false;
  if (at_ - begin_ > kLargestValue || is_too_large_) discard_too_large();
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kStep);
  const std::size_t got = reader_.read(buffer_.data() + before, kStep);
  buffer_.resize(before + got);
  ended_ = got == 0;
  return !ended_;
}

char JsonScanner::here() { return at_ < buffer_.size() || more() ? buffer_[at_] : '\0'; }

void JsonScanner::discard_read() {
  if (at_ < kStep) return;
  buffer_.erase(0, at_);
  at_ = 0;
}

void JsonScanner::discard_too_large() {
  if (buffer_.size() - at_ > kLargestValue) malformed("one value has no end in sight");
  is_too_large_ = true;
  buffer_.erase(0, at_);
  at_ = begin_ = 0;
}

void JsonScanner::skip_space() {
  begin_ = at_;
  while (is_space(here())) begin_ = ++at_;
}

void JsonScanner::skip_assignment() {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  while (buffer_.size() < kByteOrderMark.size() && more()) {
  }
  if (buffer_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  skip_space();
  if (here() == '[' || here() == '{') return;
  constexpr std::size_t kLongestName = 4096;
  while (here() != '=') {
    if (here() == '\0' || at_ > kLongestName) malformed("neither a value nor an assignment");
    ++at_;
  }
  ++at_;
}

bool JsonScanner::take(char c) {
  discard_read();
  skip_space();
  if (here() != c) return false;
  ++at_;
  return true;
}

void JsonScanner::expect(char c) {
  if (take(c)) return;
  const char message[] = {'\'', c, '\'', ' ', 'e', 'x', 'p', 'e', 'c', 't', 'e', 'd', '\0'};
  malformed(message);
}

std::string_view JsonScanner::value() {
  discard_read();
  skip_space();
  begin_ = at_;
  is_too_large_ = false;
  const char first = here();
  if (first == '"')
    skip_string();
  else if (first == '{' || first == '[')
    skip_nested();
  else
    skip_scalar();
  const bool is_kept = !std::exchange(is_too_large_, false);
  return is_kept ? std::string_view(buffer_).substr(begin_, at_ - begin_) : std::string_view();
}

void JsonScanner::skip_string() {
  for (++at_;;) {
    const auto quote = buffer_.find('"', at_);
    if (quote == std::string::npos) {
      // Backslashes at the end of the buffer are counted again together with what follows.
      std::size_t end = buffer_.size();
      while (end > at_ && buffer_[end - 1] == '\\') --end;
      at_ = end;
      if (!more()) malformed("a string does not end");
      continue;
    }
    std::size_t slashes = 0;
    while (quote > begin_ + slashes && buffer_[quote - 1 - slashes] == '\\') ++slashes;
    at_ = quote + 1;
    if (slashes % 2 == 0) return;
  }
}

void JsonScanner::skip_nested() {
  std::size_t depth = 0;
  do {
    at_ = find_structure(buffer_, at_);
    const char c = here();
    if (c == '"') {
      skip_string();
      continue;
    }
    if (c == '\0' && ended_) malformed("a value does not end");
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at_;
  } while (depth > 0);
}

void JsonScanner::skip_scalar() {
  constexpr std::string_view kEnds = ",:]}[{\"; \n\r\t";
  while (!(at_ == buffer_.size() && !more()) && kEnds.find(buffer_[at_]) == std::string_view::npos) ++at_;
  if (at_ == begin_) malformed("a value expected");
}

void JsonScanner::expect_end() {
  while (take(';')) {
  }
  if (here() != '\0' || !ended_) malformed("something follows behind the end");
}

}  // namespace locker::imports
