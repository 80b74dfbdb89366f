#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace locker::json {

/// Positions of a document's tokens: brackets, colons, commas, and the first byte of any other value, as
/// found by simdjson's first stage, which does not check that they are in valid places. Private to this
/// folder.
class Tokens {
 public:
  Tokens(std::string_view text, const simdjson::internal::dom_parser_implementation& parser)
      : text_(text), offsets_(parser.structural_indexes.get()), count_(parser.n_structural_indexes) {}

  /// Returns the token's first byte; NUL after the last token.
  [[nodiscard]] char kind(std::size_t token) const { return token < count_ ? text_[offsets_[token]] : '\0'; }

  /// Returns the token after the value that begins with this one.
  [[nodiscard]] std::size_t behind(std::size_t token) const {
    int depth = nesting(token++);
    if (depth > 0) token = near_end(token, depth);
    for (; depth > 0 && token < count_; ++token) depth += nesting_at(token);
    return token;
  }

  /// Returns the bytes of the container that opens with `token`, up to the bracket before `behind`.
  [[nodiscard]] std::string_view container(std::size_t token, std::size_t behind) const {
    return between(token, behind - 1, 1);
  }

  /// Returns the bytes from one token to another, and `more` bytes of the latter.
  [[nodiscard]] std::string_view between(std::size_t token, std::size_t end, std::size_t more = 0) const {
    return text_.substr(offsets_[token], offsets_[end] + more - offsets_[token]);
  }

 private:
  /// Returns the token's change of the nesting depth.
  [[nodiscard]] int nesting(std::size_t token) const { return token < count_ ? nesting_at(token) : 0; }
  [[nodiscard]] int nesting_at(std::size_t token) const {
    return kNesting[static_cast<unsigned char>(text_[offsets_[token]])];
  }

  /// Advances four tokens at a time to the four that may hold the one which closes `depth` containers, and
  /// sets `depth` to the depth before these.
  [[nodiscard]] std::size_t near_end(std::size_t token, int& depth) const {
    for (; token + 4 <= count_; token += 4) {
      const int first = depth + nesting_at(token), second = first + nesting_at(token + 1),
                third = second + nesting_at(token + 2), fourth = third + nesting_at(token + 3);
      // No depth is negative before the first zero, so depth - 1 is first negative exactly there.
      if (((first - 1) | (second - 1) | (third - 1) | (fourth - 1)) < 0) break;
      depth = fourth;
    }
    return token;
  }

  /// 1 for a token that opens a container, -1 for one that closes it, else 0.
  static constexpr std::array<signed char, 256> kNesting = [] {
    std::array<signed char, 256> table{};
    table['{'] = table['['] = 1;
    table['}'] = table[']'] = -1;
    return table;
  }();

  std::string_view text_;
  const std::uint32_t* offsets_;
  std::size_t count_;
};

}  // namespace locker::json
