#pragma once

#include <string>
#include <string_view>

#include "lib/import/container.hpp"

namespace locker::imports {

/// Finds where JSON values begin and end in a stream of bytes, in bounded memory.
class JsonScanner {
 public:
  explicit JsonScanner(Reader& reader) : reader_(reader) {}

  /// Moves to the value after the first `=`, or to the first value if the input begins with one. Throws
  /// Error{malformed} if there is neither.
  void skip_assignment();
  /// Skips white space. If `c` follows, skips it and returns true.
  bool take(char c);
  void expect(char c);
  /// Returns true if an array follows.
  [[nodiscard]] bool starts_array() {
    skip_space();
    return here() == '[';
  }
  /// Returns the bytes of the next value, valid until the next call; empty for one that is far too large,
  /// which is skipped. Throws Error{malformed} if there is no value or if it does not end.
  std::string_view value();
  /// Throws Error{malformed} unless only white space and semicolons are left.
  void expect_end();

 private:
  void skip_space();
  bool more();  ///< returns false at the end of the stream
  char here();  ///< returns NUL at the end
  void discard_read();
  void discard_too_large();
  void skip_string();
  void skip_nested();
  void skip_scalar();

  Reader& reader_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;  ///< of the value being read
  bool ended_ = false, is_too_large_ = false;
};

}  // namespace locker::imports
