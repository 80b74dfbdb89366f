#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::sync {

/// When streams of an account may be asked for again, of which the service said so with an answer: kept in
/// the account's folder, because the next run is the one that would ask too early.
class PollTimes {
 public:
  PollTimes(const Home& home, std::string_view account);

  /// Not before the time that was noted. A clock that went wrong holds nothing up for longer than
  /// the service ever asks.
  [[nodiscard]] bool may_ask(const store::StreamName& stream, Instant now) const;
  /// From `now` on nobody shall ask for so long.
  void note(const store::StreamName& stream, Instant now, std::chrono::seconds wait);

 private:
  const std::filesystem::path file_;
  std::map<std::string, Instant, std::less<>> next_;
};

}  // namespace locker::sync
