#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lib/base/block_output.hpp"
#include "lib/media/hasher.hpp"

namespace locker::exchange {

/// Writes output in large blocks and computes the digest of a part of it.
class DigestedOutput {
 public:
  explicit DigestedOutput(const std::function<void(std::string_view block)>& write);

  /// The buffer to append output to.
  [[nodiscard]] std::string& text() { return blocks_.text(); }
  void flush_if_full() { blocks_.flush_if_full(); }
  /// Returns when everything is written.
  void flush() { blocks_.flush(); }
  /// Excludes everything up to here from the digest. Returns when it is written.
  void begin_digest();
  /// Returns the SHA-256 of everything since begin_digest(), once it is written; more may follow.
  [[nodiscard]] store::Digest digest();

 private:
  media::Hasher written_;
  BlockOutput blocks_;
};

}  // namespace locker::exchange
