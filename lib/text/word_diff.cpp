#include "lib/text/word_diff.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace locker::text {
namespace {

using Words = std::vector<std::string_view>;
using RunKind = DiffRun::Kind;

constexpr std::size_t kMostCells = 4'000'000;
constexpr std::string_view kSpace = " \t\r\n";

/// Returns true for scripts written without spaces, in which each character is a word.
bool is_word_by_itself(utf8proc_int32_t c) {
  static constexpr std::pair<int, int> kScripts[] = {{0x0E00, 0x0EFF},  {0x1000, 0x109F}, {0x1780, 0x17FF},
                                                     {0x2E80, 0x9FFF},  {0xF900, 0xFAFF}, {0xFF00, 0xFFEF},
                                                     {0x20000, 0x3FFFF}};
  return std::ranges::any_of(kScripts,
                             [c](const auto& script) { return c >= script.first && c <= script.second; });
}

bool is_mark(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

/// Returns where the word at the front ends, before any white space after it.
std::size_t word_end(std::string_view text) {
  bool alone = false;
  for (std::size_t at = 0; at < text.size();) {
    if (kSpace.find(text[at]) != std::string_view::npos) return at;
    utf8proc_int32_t c = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (at > 0 && (alone || is_word_by_itself(c)) && !is_mark(c)) return at;
    alone = is_word_by_itself(c);
    at += length > 0 ? static_cast<std::size_t>(length) : 1;
  }
  return text.size();
}

/// Splits the text into words, each with the white space that follows it.
Words words_of(std::string_view text) {
  Words words;
  while (!text.empty()) {
    auto end = text.find_first_not_of(kSpace, word_end(text));
    if (end == std::string_view::npos) end = text.size();
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

bool same_word(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view word) { return word.substr(0, word.find_last_not_of(kSpace) + 1); };
  return bare(a) == bare(b);
}

class Diff {
 public:
  void put(RunKind kind, std::string_view word) {
    if (runs_.empty() || runs_.back().kind != kind) runs_.push_back({kind, {}});
    runs_.back().text += word;
  }

  void put_all(RunKind kind, const Words& words, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) put(kind, words[i]);
  }

  std::vector<DiffRun> take() { return std::move(runs_); }

 private:
  std::vector<DiffRun> runs_;
};

/// Returns the lengths of the longest common subsequences of all tails, row by row.
std::vector<std::uint32_t> tail_lengths(const Words& a, const Words& b, std::size_t from, std::size_t a_end,
                                        std::size_t b_end) {
  const std::size_t columns = b_end - from + 1;
  std::vector<std::uint32_t> length((a_end - from + 1) * columns, 0);
  for (std::size_t i = a_end - from; i-- > 0;)
    for (std::size_t j = b_end - from; j-- > 0;)
      length[i * columns + j] = same_word(a[from + i], b[from + j])
                                    ? length[(i + 1) * columns + j + 1] + 1
                                    : std::max(length[(i + 1) * columns + j], length[i * columns + j + 1]);
  return length;
}

void diff_middle(Diff& diff, const Words& a, const Words& b, std::size_t from, std::size_t a_end,
                 std::size_t b_end) {
  const std::size_t columns = b_end - from + 1;
  if ((a_end - from + 1) * columns > kMostCells) {
    diff.put_all(RunKind::removed, a, from, a_end);
    return diff.put_all(RunKind::added, b, from, b_end);
  }
  const auto length = tail_lengths(a, b, from, a_end, b_end);
  std::size_t i = 0;
  std::size_t j = 0;
  while (from + i < a_end && from + j < b_end) {
    if (same_word(a[from + i], b[from + j])) {
      diff.put(RunKind::same, b[from + j++]);
      ++i;
    } else if (length[(i + 1) * columns + j] >= length[i * columns + j + 1]) {
      diff.put(RunKind::removed, a[from + i++]);
    } else {
      diff.put(RunKind::added, b[from + j++]);
    }
  }
  diff.put_all(RunKind::removed, a, from + i, a_end);
  diff.put_all(RunKind::added, b, from + j, b_end);
}

}  // namespace

std::vector<DiffRun> word_diff(std::string_view before, std::string_view after) {
  const Words a = words_of(before);
  const Words b = words_of(after);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && same_word(a[head], b[head])) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         same_word(a[a.size() - 1 - tail], b[b.size() - 1 - tail]))
    ++tail;
  Diff diff;
  diff.put_all(RunKind::same, b, 0, head);
  diff_middle(diff, a, b, head, a.size() - tail, b.size() - tail);
  diff.put_all(RunKind::same, b, b.size() - tail, b.size());
  return diff.take();
}

}  // namespace locker::text
