#pragma once

#include <string>
#include <string_view>

#include "lib/import/container.hpp"

namespace locker::imports {

/// Finds where JSON values begin and end in a stream of bytes, in bounded memory.
class JsonScanner {
 public:
  explicit JsonScanner(Reader& reader) : reader_(reader) {}

  /// To the value behind the first `=`; to the first value where there is none.
  void skip_assignment();
  /// Steps over white space; true, and over it, if `c` follows.
  bool take(char c);
  void expect(char c);
  /// True if an array follows.
  [[nodiscard]] bool starts_array() {
    skip_space();
    return here() == '[';
  }
  /// The next value's bytes, until the next call; none of one that is far too large, which is stepped over.
  /// Throws Error{malformed} if there is none, or if it does not end.
  std::string_view value();
  /// Only white space and semicolons are left.
  void expect_end();

 private:
  void skip_space();
  bool more();  ///< false at the end of the stream
  char here();  ///< at the end: NUL
  void forget_what_was_read();
  void forget_what_is_too_large();
  void skip_string();
  void skip_nested();
  void skip_scalar();

  Reader& reader_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;  ///< of the value that is being read
  bool ended_ = false, is_too_large_ = false;
};

}  // namespace locker::imports
