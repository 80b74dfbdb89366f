#include "lib/sync/poll_times.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"
#include "lib/foreign/document.hpp"

namespace locker::sync {
namespace {

using nlohmann::json;

/// The longest pause that is honoured, so that a stream is not blocked for ever.
constexpr std::chrono::seconds kMostWait = std::chrono::hours(1);

}  // namespace

PollTimes::PollTimes(const Home& home, std::string_view account)
    : file_(home.account(account) / "polls.json") {
  const json document = foreign::read(read_file(file_).value_or(""));
  if (!document.is_object()) return;
  for (const auto& [stream, time] : document.items())
    if (const auto next = time.is_string() ? parse_rfc3339(time.get<std::string>()) : std::nullopt)
      next_[stream] = *next;
}

bool PollTimes::may_ask(const store::StreamName& stream, Instant now) const {
  const auto next = next_.find(stream.text());
  return next == next_.end() || next->second <= now || next->second > now + kMostWait;
}

void PollTimes::note(const store::StreamName& stream, Instant now, std::chrono::seconds wait) {
  next_[stream.text()] = now + std::min(wait, kMostWait);
  json document = json::object();
  for (const auto& [name, time] : next_) document[name] = format_rfc3339(time);
  write_file_atomically(file_, document.dump(2) + "\n");
}

}  // namespace locker::sync
