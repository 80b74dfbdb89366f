#include "lib/serve/event_stream.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/http/server/parameters.hpp"
#include "lib/store/fields.hpp"

namespace locker::serve {
namespace {

/// Keeps the connection open through proxies, and detects clients that are gone.
constexpr std::chrono::seconds kHeartbeat{20};

std::int64_t begin_after(const http::Exchange& exchange, ChangeFeed& feed) {
  std::optional<std::int64_t> after;
  for (const auto& [name, value] : http::checked_parameters(exchange.request().query())) {
    if (name != "after")
      throw Error(ErrorKind::usage, "/events has no parameter \"" + name + "\"", "there is after");
    after = http::number_of(name, value);
  }
  // The header of a reconnecting client overrides the query.
  const auto last = exchange.request().header("Last-Event-ID");
  if (last) after = http::number_of("Last-Event-ID", *last);
  return after ? feed.position_of(*after) : feed.last();
}

/// Returns the text to send, as a copy: a client that stops reading must not hold events shared with others.
std::string event_stream_text(const ChangeFeed::Events& events) {
  std::string text;
  for (const auto& event : events)
    text.append("id: ")
        .append(std::to_string(event->change.seq))
        .append("\ndata: ")
        .append(event_json(*event))
        .append("\n\n");
  text.shrink_to_fit();
  return text;
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
  exchange.connection().set_write_patience(http::kSlowReaderPatience);
  exchange.flush();
  if (exchange.method() == "HEAD") return exchange.end();
  while (!stop.stop_requested()) {
    auto events = feed.events_after(position);
    if (events.empty()) {
      if (!feed.wait_for_change_after(position, kHeartbeat, stop)) exchange.write(":\n\n");
      continue;
    }
    position = events.back()->change.seq;
    const std::string text = event_stream_text(std::exchange(events, {}));
    exchange.write(text);
  }
  exchange.end();
}

}  // namespace locker::serve
