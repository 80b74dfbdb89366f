#include "lib/serve/calls.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/base/error.hpp"
#include "lib/serve/service_call.hpp"

namespace locker::serve {
namespace {

using std::chrono::milliseconds;

/// A first sync may wait for the service's limits for hours.
constexpr milliseconds kPatience = std::chrono::hours{24};
/// Calls under way at once: one that waits must not hold up the others.
constexpr int kAtOnce = 8;

constexpr int kRefused = 400, kServerFault = 500;
constexpr std::array<int, 5> kTemporary{402, 408, 409, 425, 429};

std::optional<milliseconds> retry_after(const http::Response& answer) {
  const auto text = answer.header("Retry-After");
  if (!text) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc() || end != text->data() + text->size() || seconds < 0) return std::nullopt;
  constexpr std::int64_t kMost = 31 * 86'400;
  return std::chrono::seconds(std::min(seconds, kMost));
}

}  // namespace

CallResult result_of(const http::Response& answer) {
  if (answer.status < kRefused) return {.ok = true};
  CallResult result;
  result.text = "answered " + std::to_string(answer.status);
  result.again =
      answer.status >= kServerFault || std::ranges::find(kTemporary, answer.status) != kTemporary.end();
  result.retry_after = retry_after(answer);
  return result;
}

Calls::Calls(Schedule& schedule, Supervisor& services, Diary& diary)
    : schedule_(schedule), services_(services), diary_(diary) {
  for (int number = 0; number < kAtOnce; ++number)
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
}

void Calls::run(const std::stop_token& stop) {
  while (const auto entry = schedule_.wait_due(stop)) {
    const CallResult result = call(*entry, stop);
    if (stop.stop_requested()) return;  // it stays due, and runs at the next start
    if (!result.ok)
      diary_.write(entry->service, "the scheduled call of " + entry->path + " failed: " + result.text);
    schedule_.finished(*entry, result);
  }
}

CallResult Calls::call(const Entry& entry, const std::stop_token& stop) {
  try {
    return result_of(call_service(services_, entry.service, {"GET", entry.path, {}, {}}, kPatience, stop));
  } catch (const std::exception& error) {
    return {.ok = false, .again = true, .text = error.what(), .retry_after = std::nullopt};
  }
}

}  // namespace locker::serve
