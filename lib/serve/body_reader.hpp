#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "lib/http/server/exchange.hpp"
#include "lib/serve/fair_semaphore.hpp"

namespace locker::serve {

/// The bodies of requests that core answers itself: one of some megabytes is there several times over while
/// it is looked at and stored, so that is done with a few small ones and one large one at a time.
class BodyReader {
 public:
  /// `folder` is where a large one is kept until it is its turn: who sends slowly keeps nobody waiting.
  explicit BodyReader(std::filesystem::path folder);

  /// A request's body, and its turn to be looked at, for as long as this lives.
  struct Read {
    std::string bytes;
    std::optional<FairSemaphore::Permit> turn;
  };
  /// Throws http::BadMessage{413} beyond 16 MB, {503} if others took too long; Disconnected; Error{internal}
  /// where a large one cannot be kept.
  [[nodiscard]] Read read(http::Exchange& exchange);

 private:
  const std::filesystem::path folder_;
  FairSemaphore small_, large_;
};

}  // namespace locker::serve
