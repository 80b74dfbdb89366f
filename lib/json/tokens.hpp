#pragma once

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace locker::json {

/// Where the tokens of a document lie: brackets, colons, commas, and the beginnings of all other values.
/// simdjson finds them first of all, and keeps them. Whether they stand where they may is not known by that.
/// Only inside the folder.
class Tokens {
 public:
  Tokens(std::string_view text, const simdjson::internal::dom_parser_implementation& parser)
      : text_(text), offsets_(parser.structural_indexes.get()), count_(parser.n_structural_indexes) {}

  /// Its first byte; NUL behind the last.
  [[nodiscard]] char kind(std::size_t token) const { return token < count_ ? text_[offsets_[token]] : '\0'; }

  /// The token behind the value that begins with this one.
  [[nodiscard]] std::size_t behind(std::size_t token) const {
    int depth = nesting(token++);
    if (depth > 0) token = near_end(token, depth);
    for (; depth > 0 && token < count_; ++token) depth += nesting_at(token);
    return token;
  }

  /// The bytes of the container that opens with `token`, up to the bracket before `behind`.
  [[nodiscard]] std::string_view container(std::size_t token, std::size_t behind) const {
    return between(token, behind - 1, 1);
  }

  /// The bytes from one token to another, and so many of that.
  [[nodiscard]] std::string_view between(std::size_t token, std::size_t end, std::size_t more = 0) const {
    return text_.substr(offsets_[token], offsets_[end] + more - offsets_[token]);
  }

 private:
  /// What `token` adds to the depth.
  [[nodiscard]] int nesting(std::size_t token) const { return token < count_ ? nesting_at(token) : 0; }
  [[nodiscard]] int nesting_at(std::size_t token) const {
    return kNesting[static_cast<unsigned char>(text_[offsets_[token]])];
  }

  /// From `token` on towards the one that closes `depth` containers, four at a time: up to four that may hold
  /// it. `depth` becomes that before these.
  [[nodiscard]] std::size_t near_end(std::size_t token, int& depth) const {
    for (; token + 4 <= count_; token += 4) {
      const int first = depth + nesting_at(token), second = first + nesting_at(token + 1),
                third = second + nesting_at(token + 2), fourth = third + nesting_at(token + 3);
      // None is negative before the first that is zero, so one less is negative just there.
      if (((first - 1) | (second - 1) | (third - 1) | (fourth - 1)) < 0) break;
      depth = fourth;
    }
    return token;
  }

  /// Whether a token opens a container, closes one, or neither.
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
