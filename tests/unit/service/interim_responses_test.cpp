#include "lib/service/interim_responses.hpp"

#include <gtest/gtest.h>

#include <future>

#include "lib/http/server/connection.hpp"
#include "lib/http/server/message_head.hpp"
#include "lib/http/server/server.hpp"

namespace locker::service {
namespace {

/// A server that sends interim responses until finish() is called.
class Slow {
 public:
  Slow()
      : server_({}, [this](http::Exchange& exchange) {
          {
            const InterimResponses interim_responses(exchange, std::chrono::milliseconds(1));
            done_.get_future().wait();
          }
          exchange.answer(200, "text/plain", "done");
        }) {}
  [[nodiscard]] int port() const { return server_.port(); }
  void finish() { done_.set_value(); }

 private:
  std::promise<void> done_;
  http::Server server_;
};

void ask(http::Connection& connection, const std::string& version) {
  connection.write("GET / HTTP/" + version + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

TEST(InterimResponses, say_that_it_goes_on_until_the_answer_begins) {
  Slow slow;
  http::Connection connection(http::connect_to_loopback(slow.port(), std::chrono::seconds(5), {}));
  ask(connection, "1.1");
  for (int time = 0; time < 3; ++time)
    EXPECT_EQ(http::parse_response_head(connection.read_head(4'096)).status, 102);
  slow.finish();
  int status = 102;
  while (status == 102) status = http::parse_response_head(connection.read_head(4'096)).status;
  EXPECT_EQ(status, 200);
}

TEST(InterimResponses, say_nothing_to_those_who_know_no_interim_answers) {
  Slow slow;
  http::Connection connection(http::connect_to_loopback(slow.port(), std::chrono::seconds(5), {}));
  ask(connection, "1.0");
  EXPECT_FALSE(connection.wait_readable(std::chrono::milliseconds(50)));
  slow.finish();
  EXPECT_EQ(http::parse_response_head(connection.read_head(4'096)).status, 200);
}

}  // namespace
}  // namespace locker::service
