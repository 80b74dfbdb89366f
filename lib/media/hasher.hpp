#pragma once

#include <memory>
#include <string_view>

#include "lib/store/write/digest.hpp"

namespace locker::media {

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
class Hasher {
 public:
  Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  void add(std::string_view bytes);
  void restart();
  /// The digest of all that was added so far; more may follow.
  [[nodiscard]] store::Digest digest() const;
  /// The digest of all that was added since the last restart, which this is.
  [[nodiscard]] store::Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::media
