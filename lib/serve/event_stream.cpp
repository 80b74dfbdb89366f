#include "lib/serve/event_stream.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "lib/store/fields.hpp"

namespace locker::serve {
namespace {

/// So that proxies keep the connection, and a client that is gone is noticed.
constexpr std::chrono::seconds kHeartbeat{20};

std::int64_t number_of(std::string_view text, const char* name) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0)
    throw Error(ErrorKind::usage, std::string(name) + " is the number of a change",
                "leave it out to get new changes only");
  return number;
}

std::int64_t begin_after(const http::Exchange& exchange, const ChangeFeed& feed) {
  // A client that reconnects says so in the header, whatever the address says.
  if (const auto last = exchange.request().header("Last-Event-ID")) return number_of(*last, "Last-Event-ID");
  const auto parameters = http::parse_form(exchange.request().query());
  const auto after = parameters.find("after");
  return after == parameters.end() ? feed.last() : number_of(after->second, "after");
}

}  // namespace

std::string event_json(const Event& event) {
  const auto& change = event.change;
  nlohmann::ordered_json head{{"seq", change.seq},       {"time", format_rfc3339(change.time)},
                              {"action", change.action}, {"account", change.account},
                              {"type", change.type},     {"id", change.id}};
  if (!change.stream.empty()) head["stream"] = change.stream;
  std::string json = head.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  json.back() = ',';
  return json + "\"record\":" + (event.object.empty() ? "null" : store::in_one_line(event.object)) + "}";
}

void stream_events(http::Exchange& exchange, ChangeFeed& feed, const std::stop_token& stop) {
  std::int64_t position = begin_after(exchange, feed);
  exchange.begin(200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}});
  exchange.flush();
  if (exchange.method() == "HEAD") return exchange.end();
  while (!stop.stop_requested()) {
    const auto events = feed.events_after(position);
    for (const auto& event : events) {
      exchange.write("id: " + std::to_string(event->change.seq) + "\ndata: " + event_json(*event) + "\n\n");
      position = event->change.seq;
    }
    if (events.empty() && !feed.wait_beyond(position, kHeartbeat, stop)) exchange.write(":\n\n");
  }
  exchange.end();
}

}  // namespace locker::serve
