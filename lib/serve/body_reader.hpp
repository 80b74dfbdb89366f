#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "lib/http/server/exchange.hpp"
#include "lib/serve/fair_semaphore.hpp"

namespace locker::serve {

/// Reads the bodies of requests that core itself answers. A body of some megabytes takes several times its
/// size while it is parsed and stored, so only one large body and a few small ones are processed at a time.
class BodyReader {
 public:
  /// Large bodies are stored in `folder` until it is their turn, so that a slow sender delays nobody.
  explicit BodyReader(std::filesystem::path folder);

  /// A request's body, and the permit to process it, held while this object lives.
  struct Read {
    std::string bytes;
    std::optional<FairSemaphore::Permit> turn;
  };
  /// Throws http::BadMessage{413} beyond 16 MB, {503} if other bodies took too long; Disconnected;
  /// Error{internal} if a large body cannot be stored.
  [[nodiscard]] Read read(http::Exchange& exchange);

 private:
  const std::filesystem::path folder_;
  FairSemaphore small_, large_;
};

}  // namespace locker::serve
