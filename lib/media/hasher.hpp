#pragma once

#include <memory>
#include <string_view>

#include "lib/store/write/digest.hpp"

namespace locker::media {

/// Incremental SHA-256 (FIPS 180-4).
class Hasher {
 public:
  Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  void add(std::string_view bytes);
  void restart();
  /// Returns the digest of everything added so far; more may follow.
  [[nodiscard]] store::Digest digest() const;
  /// Returns the digest and restarts.
  [[nodiscard]] store::Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::media
