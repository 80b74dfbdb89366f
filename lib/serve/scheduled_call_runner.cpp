#include "lib/serve/scheduled_call_runner.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "lib/base/error.hpp"
#include "lib/base/guarded.hpp"
#include "lib/http/date.hpp"
#include "lib/serve/service_call.hpp"

namespace locker::serve {
namespace {

using std::chrono::milliseconds;

/// A first sync may wait for the service's rate limits for hours. Connectors of 2011 sometimes never respond;
/// until the timeout such a call blocks the next one of its path.
constexpr milliseconds kNativePatience = std::chrono::hours{24}, kPatience = std::chrono::minutes{10};

constexpr int kClientError = 400, kServerError = 500;
constexpr std::array<int, 5> kTemporary{402, 408, 409, 425, 429};

/// Greatest wait that a service may request.
constexpr milliseconds kLongestWait = std::chrono::hours{24 * 31};

}  // namespace

CallResult result_of(const http::Response& answer, Instant now) {
  if (answer.status < kClientError) return {.ok = true};
  CallResult result;
  result.text = "answered " + std::to_string(answer.status);
  result.again =
      answer.status >= kServerError || std::ranges::find(kTemporary, answer.status) != kTemporary.end();
  if (const auto wait = http::retry_after(answer, now)) result.retry_after = std::min(*wait, kLongestWait);
  return result;
}

ScheduledCallRunner::ScheduledCallRunner(Schedule& schedule, Supervisor& services, Diary& diary,
                                         const Clock& clock,
                                         std::function<bool(const std::string&)> is_native)
    : schedule_(schedule),
      services_(services),
      diary_(diary),
      clock_(clock),
      is_native_(std::move(is_native)) {
  dispatcher_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ScheduledCallRunner::~ScheduledCallRunner() {
  dispatcher_.request_stop();
  dispatcher_.join();
  for (auto& one : under_way_) one.thread.request_stop();
}

void ScheduledCallRunner::run(const std::stop_token& stop) {
  while (const auto entry = schedule_.wait_due(stop)) {
    under_way_.remove_if([](const UnderWay& one) { return one.over.load(); });
    begin(*entry);
  }
}

void ScheduledCallRunner::begin(const Entry& entry) {
  UnderWay& one = under_way_.emplace_back();
  try {
    one.thread = std::jthread([this, &one, entry](const std::stop_token& end) {
      make(entry, end);
      one.over = true;
    });
  } catch (const std::system_error& error) {
    under_way_.pop_back();
    finish(entry, {.ok = false, .text = std::string("could not be begun: ") + error.what()});
  }
}

void ScheduledCallRunner::make(const Entry& entry, const std::stop_token& stop) {
  const CallResult result = call(entry, stop);
  if (!stop.stop_requested()) finish(entry, result);  // otherwise it remains due, and runs at the next start
}

void ScheduledCallRunner::finish(const Entry& entry, const CallResult& result) {
  const std::string name = "the scheduled call of " + entry.path;
  const auto note = [&](const std::string& what) { diary_.write(entry.service, name + what); };
  guarded(
      [&] {
        if (!result.ok) note(" failed: " + result.text);
        schedule_.finished(entry, result);
      },
      [&](const std::string& what) { note(" is over, which could not be kept: " + what); });
}

CallResult ScheduledCallRunner::call(const Entry& entry, const std::stop_token& stop) {
  try {
    const auto patience = is_native_(entry.service) ? kNativePatience : kPatience;
    return result_of(call_service(services_, entry.service, {"GET", entry.path, {}, {}}, patience, stop),
                     clock_.now());
  } catch (const std::exception& error) {
    return {.ok = false, .again = true, .text = error.what(), .retry_after = std::nullopt};
  }
}

}  // namespace locker::serve
