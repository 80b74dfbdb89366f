#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lib/base/block_output.hpp"
#include "lib/media/hasher.hpp"

namespace locker::exchange {

/// Output in large blocks with the digest of a part of it.
class DigestedOutput {
 public:
  explicit DigestedOutput(const std::function<void(std::string_view block)>& write);

  /// What is written next goes at its end.
  [[nodiscard]] std::string& text() { return blocks_.text(); }
  void flush_if_full() { blocks_.flush_if_full(); }
  /// Returns when all is written.
  void flush() { blocks_.flush(); }
  /// Returns when all is written, which does not count for the digest.
  void begin_digest();
  /// Returns when all is written: SHA-256 of it from the beginning of the digest on; more may follow.
  [[nodiscard]] store::Digest digest();

 private:
  media::Hasher written_;
  BlockOutput blocks_;
};

}  // namespace locker::exchange
