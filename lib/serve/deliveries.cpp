#include "lib/serve/deliveries.hpp"

#include <algorithm>
#include <array>

#include "lib/base/error.hpp"
#include "lib/base/guarded.hpp"
#include "lib/http/server/connection.hpp"
#include "lib/http/server/message_head.hpp"
#include "lib/serve/positions.hpp"
#include "lib/serve/service_call.hpp"

namespace locker::serve {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{1'000}, kLongestPause{300'000};
constexpr milliseconds kLong = std::chrono::hours{24};

/// True for a status with which the listener rejects the event, but may accept it later.
bool is_for_later(int status) {
  constexpr int kServerError = 500;
  constexpr std::array<int, 3> kTemporary{408, 425, 429};
  return status >= kServerError || std::ranges::find(kTemporary, status) != kTemporary.end();
}

/// True for changes of records; joining or leaving a stream is not reported to listeners.
bool is_of_records(const std::string& action) {
  constexpr std::array<std::string_view, 4> kActions{"new", "update", "delete", "restore"};
  return std::ranges::find(kActions, action) != kActions.end();
}

/// Escapes control characters, which ids may contain and header values may not.
std::string header_value(std::string_view text) {
  std::string value;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    value += byte < 0x20 || byte == 0x7f || c == '%' ? http::percent_encode(std::string_view(&c, 1))
                                                     : std::string(1, c);
  }
  return value;
}

/// Omits a long value, so that a listener with a small limit for heads does not reject the event because of
/// it.
void add_if_short(http::Headers& headers, const char* name, std::string_view text) {
  constexpr std::size_t kLongest = 1024;
  if (text.size() <= kLongest) headers.emplace_back(name, header_value(text));
}

ServiceCall call_of(const Listener& listener, const Event& event) {
  const auto& change = event.change;
  http::Headers headers{{"Content-Type", "application/json"},
                        {"Locker-Event-Seq", std::to_string(change.seq)},
                        {"Locker-Event-Action", change.action}};
  add_if_short(headers, "Locker-Event-Type", change.type);
  add_if_short(headers, "Locker-Event-Account", change.account);
  add_if_short(headers, "Locker-Event-Id", change.id);
  return {"POST", listener.callback, std::move(headers), event.object.empty() ? "{}" : event.object};
}

/// Returns the greatest number of a repeat that any listener has received.
std::int64_t greatest_repeat(const Listeners& listeners) {
  std::int64_t greatest = 0;
  for (const auto& one : listeners.all()) greatest = std::max(greatest, one.repeat);
  return greatest;
}

}  // namespace

Deliveries::Deliveries(const Home& home, Listeners& listeners, ChangeFeed& feed, Supervisor& services,
                       Diary& diary, milliseconds patience)
    : listeners_(listeners),
      repeats_(home.root() / "Me" / "repeats.jsonl", greatest_repeat(listeners)),
      feed_(feed),
      services_(services),
      diary_(diary),
      patience_(patience) {
  lower_positions(listeners_, repeats_, home, diary_);
  for (const auto& listener : listeners_.all()) begin(listener);
}

Deliveries::~Deliveries() {
  const std::lock_guard guard(mutex_);
  for (auto& [listener, thread] : threads_) thread.request_stop();
  threads_.clear();
}

void Deliveries::listen(const Listener& wanted) {
  Listener listener = wanted;
  listener.repeat = repeats_.last();
  if (listeners_.add(listener)) begin(listener);
}

void Deliveries::repeat(const Repeat& repeat) {
  const auto listeners = listeners_.all();
  if (std::ranges::find(listeners, repeat.type, &Listener::type) == listeners.end()) return;
  if (!repeats_.add(repeat, listeners))
    diary_.write(kCoreItself, "change " + std::to_string(repeat.change) + " of type " + repeat.type +
                                  " was posted again, and is not told again: too many wait for a listener");
  feed_.notify();
}

void Deliveries::begin(const Listener& listener) {
  const std::lock_guard guard(mutex_);
  threads_.emplace_back(listener,
                        std::jthread([this, listener](const std::stop_token& stop) { run(listener, stop); }));
}

void Deliveries::deafen(const std::string& type, const std::string& service, const std::string& callback) {
  listeners_.remove(type, service, callback);
  // Destroyed, and thus joined, after the lock is released.
  std::list<std::pair<Listener, std::jthread>> ended;
  const std::lock_guard guard(mutex_);
  for (auto one = threads_.begin(); one != threads_.end();) {
    const auto here = one++;
    const auto& listener = here->first;
    if (listener.type == type && listener.service == service && listener.callback == callback)
      ended.splice(ended.end(), threads_, here);
  }
  for (auto& [listener, thread] : ended) thread.request_stop();
}

bool Deliveries::wait(milliseconds pause, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  never_.wait_for(lock, stop, pause, [] { return false; });
  return !stop.stop_requested();
}

/// An exception is logged and does not stop deliveries: they continue at the last position.
void Deliveries::run(Listener listener, const std::stop_token& stop) {
  const auto note = [&](const std::string& what) {
    diary_.write(kCoreItself, "how far " + listener.service + " has heard of type " + listener.type +
                                  " could not be kept: " + what);
  };
  while (!guarded([&] { follow(listener, stop); }, note) && wait(kFirstPause, stop)) {
  }
}

/// Delivers events until a stop request.
void Deliveries::follow(Listener& listener, const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds kNoted{1};
  auto noted = Clock::now();
  while (!stop.stop_requested()) {
    ChangeFeed::Events events;
    try {
      events = feed_.events_after(listener.position);
    } catch (const std::exception&) {
      if (!wait(kFirstPause, stop)) return;  // the file is being recreated
      continue;
    }
    for (const auto& event : events) {
      if (!deliver_repeats(listener, stop) || !tell(listener, *event, stop)) return listeners_.move(listener);
      // Saves the position only occasionally, because it is a write to the disk; later deliveries may be
      // repeated.
      if (Clock::now() - noted < kNoted && event != events.back()) continue;
      listeners_.move(listener);
      noted = Clock::now();
    }
    if (!deliver_repeats(listener, stop)) return listeners_.move(listener);
    const auto has_repeat = [this, &listener] { return due_repeat(listener).has_value(); };
    if (events.empty()) feed_.wait_for_change_after(listener.position, kLong, stop, has_repeat);
  }
}

/// Returns false only after a stop request.
bool Deliveries::tell(Listener& listener, const Event& event, const std::stop_token& stop) {
  const bool concerns = event.change.type == listener.type && is_of_records(event.change.action);
  if (concerns && !deliver(listener, event, stop)) return false;
  listener.position = event.change.seq;
  listener.heard = event.change.time;
  return true;
}

/// Returns the next repeat if all changes before it were delivered.
std::optional<Repeat> Deliveries::due_repeat(Listener& listener) const {
  const auto next = repeats_.next(listener.type, listener.repeat);
  return next && next->after <= listener.position ? next : std::nullopt;
}

/// Delivers the repeats that are due. A record that was forgotten meanwhile is skipped. Returns false only
/// after a stop request.
bool Deliveries::deliver_repeats(Listener& listener, const std::stop_token& stop) {
  constexpr int kNoted = 100;
  int told = 0;
  for (auto next = due_repeat(listener); next; next = due_repeat(listener)) {
    const auto event = feed_.event(next->change);
    const bool is_there = event && event->change.type == listener.type && !event->object.empty();
    if (is_there && !deliver(listener, *event, stop)) return false;
    listener.repeat = next->number;
    if (++told % kNoted == 0) listeners_.move(listener);
  }
  if (told % kNoted != 0) listeners_.move(listener);
  return true;
}

/// Records in the diary that a listener rejected an event, which is not retried.
void Deliveries::note_refusal(const Listener& listener, const Event& event, int status) {
  constexpr int kRefused = 400;
  if (status < kRefused) return;
  diary_.write(listener.service, "change " + std::to_string(event.change.seq) + " of type " + listener.type +
                                     " was refused by " + listener.callback + " (it answered " +
                                     std::to_string(status) + ") and is not told again");
}

/// Delivers an event, with retries. Returns false only after a stop request.
bool Deliveries::deliver(const Listener& listener, const Event& event, const std::stop_token& stop) {
  for (milliseconds pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
    std::string trouble;
    try {
      const auto answer =
          call_service(services_, listener.service, call_of(listener, event), patience_, stop);
      if (!is_for_later(answer.status)) return note_refusal(listener, event, answer.status), true;
      trouble = "answered " + std::to_string(answer.status);
    } catch (const Error&) {
      return false;  // interrupted
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    if (stop.stop_requested()) return false;
    diary_.write(listener.service, "an event of type " + listener.type + " did not reach " +
                                       listener.callback + ": " + trouble);
    if (!wait(pause, stop)) return false;
  }
}

}  // namespace locker::serve
