#include "lib/serve/event_stream.hpp"

#include <gmock/gmock.h>

#include <future>

#include "lib/http/server/server.hpp"
#include "lib/serve/publisher.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr int kEvents = 40;

class EventStream : public ::testing::Test {
 protected:
  /// Publishes more than the socket buffers hold.
  EventStream() {
    const std::string text(200'000, 'x');
    Publisher publisher(home, registry, clock);
    for (int i = 1; i <= kEvents; ++i)
      (void)publisher.publish(
          "notes", {"note/notes", R"({"id":")" + std::to_string(i) + R"(","text":")" + text + "\"}"});
  }
  ~EventStream() override { stop.request_stop(); }

  void answer(http::Exchange& exchange, ChangeFeed& feed) {
    if (exchange.path() == "/events") return stream_events(exchange, feed, stop.get_token());
    const std::string piece(1 << 16, 'x');
    exchange.begin(200, {});
    try {
      for (;;) exchange.write(piece);
    } catch (const http::Disconnected&) {
      cut.set_value();
      throw;
    }
  }

  test::TemporaryFolder folder;
  Home home{folder.path() / "home"};
  connector::Registry registry{{}};
  test::ManualClock clock;
  std::stop_source stop;
  std::promise<void> cut;
};

std::unique_ptr<http::Connection> ask(const http::Server& server, const std::string& target) {
  auto connection = std::make_unique<http::Connection>(http::connect_to_loopback(server.port(), 5s, {}));
  connection->write("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  return connection;
}

std::string read_until(http::Connection& connection, const std::string& end) {
  std::string all;
  while (all.find(end) == std::string::npos) {
    const auto piece = connection.peek();
    if (piece.empty()) break;
    all += piece;
    connection.consume(piece.size());
  }
  return all;
}

TEST_F(EventStream, waits_for_who_takes_nothing_for_longer_than_an_answer_does) {
  ChangeFeed feed(
      home, [] {}, [](const std::string&) {});
  http::Server server({.patience = 50ms}, [&](http::Exchange& exchange) { answer(exchange, feed); });
  const auto follower = ask(server, "/events?after=0");
  EXPECT_THAT(follower->read_head(1 << 16), HasSubstr("text/event-stream"));
  for (int time = 0; time < 3; ++time) {
    const auto other = ask(server, "/other");
    ASSERT_EQ(cut.get_future().wait_for(60s), std::future_status::ready);
    cut = {};
  }
  const std::string last = "id: " + std::to_string(kEvents) + "\n";
  EXPECT_THAT(read_until(*follower, last), HasSubstr(last));
  stop.request_stop();
}

/// A browser asks so by itself after the archive was replaced by an older one.
TEST_F(EventStream, goes_on_at_the_end_for_who_is_ahead_of_the_archive) {
  ChangeFeed feed(
      home, [] {}, [](const std::string&) {});
  http::Server server({}, [&](http::Exchange& exchange) { answer(exchange, feed); });
  const auto follower = std::make_unique<http::Connection>(http::connect_to_loopback(server.port(), 5s, {}));
  follower->write("GET /events HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 1000\r\n\r\n");
  const auto asking = ask(server, "/events?after=1000");
  for (auto* one : {follower.get(), asking.get()})
    EXPECT_THAT(one->read_head(1 << 16), HasSubstr("text/event-stream"));
  (void)Publisher(home, registry, clock).publish("notes", {"note/notes", R"({"id":"new"})"});
  const std::string next = "id: " + std::to_string(kEvents + 1) + "\n";
  for (auto* one : {follower.get(), asking.get()}) {
    const std::string told = read_until(*one, next);
    EXPECT_THAT(told, HasSubstr(next));
    EXPECT_THAT(told, testing::Not(HasSubstr("id: " + std::to_string(kEvents) + "\n"))) << "nothing twice";
  }
  stop.request_stop();
}

}  // namespace
}  // namespace locker::serve
