#include "lib/text/segment.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace locker::text {
namespace {

using Codepoint = utf8proc_int32_t;

constexpr Codepoint kZeroWidthJoiner = 0x200D;
constexpr Codepoint kVariationSelector = 0xFE0F;
/// A mark that SQLite folds to a letter. It only follows Greek letters, whose marks are dropped anyway.
constexpr Codepoint kIotaBelow = 0x0345;

/// Maps a byte below 0x80 to its folded form, or to 0 if it is a separator.
constexpr std::array<char, 128> kAscii = [] {
  std::array<char, 128> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c - 'A' + 'a');
  return table;
}();

struct Range {
  Codepoint first, last;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, Codepoint c) {
  for (const auto& range : ranges)
    if (c >= range.first && c <= range.last) return true;
  return false;
}

/// Returns true for scripts written without spaces between words (Unicode blocks).
bool stands_alone(Codepoint c) {
  static constexpr std::array<Range, 14> kBlocks{{{0x0E00, 0x0EFF},      // Thai, Lao
                                                  {0x1000, 0x109F},      // Burmese
                                                  {0x1780, 0x17FF},      // Khmer
                                                  {0x2E80, 0x2FDF},      // radicals
                                                  {0x3005, 0x3007},      // 々〆〇
                                                  {0x3040, 0x30FF},      // kana
                                                  {0x31F0, 0x31FF},      // small kana
                                                  {0x3400, 0x4DBF},      // Han
                                                  {0x4E00, 0x9FFF},      // Han
                                                  {0xA9E0, 0xA9FF},      // Burmese
                                                  {0xAA60, 0xAA7F},      // Burmese
                                                  {0xF900, 0xFAFF},      // Han
                                                  {0xFF66, 0xFF9F},      // half-width kana
                                                  {0x20000, 0x3FFFF}}};  // Han
  return c >= 0x0E00 && within(kBlocks, c);
}

/// Returns true for Latin, Greek, Cyrillic and their wide and joined forms, which are folded to base letters.
bool is_folded(Codepoint c) {
  static constexpr std::array<Range, 6> kBlocks{{{0x0080, 0x052F},
                                                 {0x1C80, 0x1C8F},
                                                 {0x1D00, 0x1FFF},
                                                 {0xA640, 0xA69F},
                                                 {0xFB00, 0xFB06},
                                                 {0xFF01, 0xFF5E}}};
  return within(kBlocks, c) || (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA720 && c <= 0xA7FF);
}

bool is_mark(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

/// Returns true for letters and numbers, which form words in every script.
bool is_word(utf8proc_category_t category) {
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) ||
         category == UTF8PROC_CATEGORY_CO;
}

std::string encoded(Codepoint c) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(c, bytes.data());
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length)};
}

std::string lowered(Codepoint c) { return encoded(utf8proc_tolower(c)); }

bool is_regional_indicator(Codepoint c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

/// Returns the length of the first character if SQLite's tokenizer treats it as Segmenter does: a byte below
/// 0x80, except NUL and the two signs that SQLite takes for parts of words; or a dash, quotation mark or dot
/// (U+2010 to U+2027), which is not part of a word. Returns 0 if that is not known.
std::size_t plain_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
  };
  if (byte(0) < 0x80) return byte(0) == 0 || byte(0) == '^' || byte(0) == '`' ? 0 : 1;
  return byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) >= 0x90 && byte(2) <= 0xA7 ? 3 : 0;
}

class Segmenter {
 public:
  explicit Segmenter(std::string_view text) : text_(text) { out_.reserve(text.size() + text.size() / 4); }

  std::string run() {
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte >= 0x80) {
        step();
      } else if (kAscii[byte] != 0) {
        take_ascii_word();
      } else {
        end_word();
        ++at_;
      }
    }
    if (!out_.empty() && out_.back() == ' ') out_.pop_back();
    return std::move(out_);
  }

 private:
  enum class Last { none, folded, other, alone, emoji };

  /// Returns the code point at `at` and its length in bytes; the length is 0 if it is not UTF-8.
  std::pair<Codepoint, std::size_t> decode(std::size_t at) const {
    Codepoint c = -1;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text_.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text_.size() - at), &c);
    return length > 0 && c >= 0 ? std::pair(c, static_cast<std::size_t>(length))
                                : std::pair(Codepoint{-1}, std::size_t{0});
  }

  void step() {
    const auto [c, length] = decode(at_);
    if (length == 0) {
      end_word();
      ++at_;
      return;
    }
    const auto* property = utf8proc_get_property(c);
    const auto category = static_cast<utf8proc_category_t>(property->category);
    const std::string_view bytes = text_.substr(at_, length);
    at_ += length;
    if (stands_alone(c) && is_word(category)) return begin_alone(bytes);
    if (is_mark(category)) return take_mark(c, bytes);
    if (is_folded(c) && is_word(category)) return fold(c);
    if (is_word(category)) return append_to_word(lowered(c), Last::other);
    if (category == UTF8PROC_CATEGORY_SO || is_regional_indicator(c)) return take_emoji(c);
    end_word();
  }

  void begin_alone(std::string_view bytes) {
    end_word();
    out_ += bytes;
    last_ = Last::alone;
    closed_ = true;
  }

  /// Drops accents on folded letters. Elsewhere a mark belongs to the letter before it.
  void take_mark(Codepoint c, std::string_view bytes) {
    if (c == kVariationSelector || c == kIotaBelow || last_ == Last::folded || last_ == Last::none) return;
    out_ += bytes;
  }

  void fold(Codepoint c) {
    std::array<Codepoint, 18> parts{};
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(c, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                                               UTF8PROC_STRIPMARK | UTF8PROC_DECOMPOSE),
                                &boundary);
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
      const Codepoint part = parts[static_cast<std::size_t>(i)];
      if (is_word(utf8proc_category(part)))
        append_to_word(encoded(part), Last::folded);
      else
        end_word();  // the fraction slash of ¾
    }
  }

  /// Takes a pictograph with what is joined to it: skin tones, zero-width joiners and what they join, the
  /// second letter of a flag. Drops variation selectors, so that both spellings of a heart are the same.
  void take_emoji(Codepoint first) {
    end_word();
    out_ += lowered(first);
    bool joined = false;
    bool flag_open = is_regional_indicator(first);
    while (at_ < text_.size()) {
      const auto [c, length] = decode(at_);
      if (length == 0) break;
      const auto category = utf8proc_category(c);
      const bool tone = c >= 0x1F3FB && c <= 0x1F3FF;
      const bool second = flag_open && is_regional_indicator(c);
      const bool picture = joined && (category == UTF8PROC_CATEGORY_SO || c == 0x2640 || c == 0x2642);
      if (!(c == kVariationSelector || c == kZeroWidthJoiner || tone || second || picture)) break;
      if (c == kZeroWidthJoiner && !joins_picture(at_ + length)) {
        at_ += length;
        break;
      }
      if (c != kVariationSelector) out_ += lowered(c);
      at_ += length;
      joined = c == kZeroWidthJoiner;
      if (second) flag_open = false;
    }
    last_ = Last::emoji;
    closed_ = true;
  }

  bool joins_picture(std::size_t at) const {
    const auto [c, length] = at < text_.size() ? decode(at) : std::pair(Codepoint{-1}, std::size_t{0});
    return length > 0 && utf8proc_category(c) == UTF8PROC_CATEGORY_SO;
  }

  /// Takes a run of ASCII letters and digits at once. Most text by far consists of these.
  void take_ascii_word() {
    if (closed_) end_word();
    const auto is_ascii_word = [](unsigned char byte) { return byte < 0x80 && kAscii[byte] != 0; };
    const std::string_view rest = text_.substr(at_);
    const auto end = std::ranges::find_if_not(rest, is_ascii_word);
    const auto begin = out_.size();
    out_.resize(begin + static_cast<std::size_t>(end - rest.begin()));
    std::transform(rest.begin(), end, out_.begin() + static_cast<std::ptrdiff_t>(begin),
                   [](unsigned char byte) { return kAscii[byte]; });
    at_ += static_cast<std::size_t>(end - rest.begin());
    last_ = Last::folded;
  }

  void append_to_word(std::string_view bytes, Last kind) {
    if (closed_) end_word();
    out_ += bytes;
    last_ = kind;
  }

  void end_word() {
    if (!out_.empty() && out_.back() != ' ') out_ += ' ';
    last_ = Last::none;
    closed_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  Last last_ = Last::none;
  bool closed_ = false;  ///< the last word takes no further letters
};

}  // namespace

std::string segment(std::string_view text) { return Segmenter(text).run(); }

bool is_segmented(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = plain_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace locker::text
