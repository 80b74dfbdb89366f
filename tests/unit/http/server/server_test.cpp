#include "lib/http/server/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "lib/base/error.hpp"
#include "tests/unit/support/no_threads.hpp"

namespace locker::http {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A client that sends exactly the given bytes.
class RawClient {
 public:
  explicit RawClient(const Server& server)
      : connection_(connect_to_loopback(server.port(), milliseconds{2'000}, {})) {
    connection_.set_patience(milliseconds{5'000});
  }
  void send(std::string_view bytes) { connection_.write(bytes); }
  /// Reads until the server closes the connection.
  std::string rest() {
    std::string all;
    try {
      for (auto piece = connection_.peek(); !piece.empty(); piece = connection_.peek()) {
        all += piece;
        connection_.consume(piece.size());
      }
    } catch (const Disconnected& gone) {
      all += std::string("<broken: ") + gone.what() + ">";
    }
    return all;
  }
  std::string head() { return connection_.read_head(1 << 16); }
  Connection& connection() { return connection_; }

 private:
  Connection connection_;
};

void echo(Exchange& exchange) {
  const std::string body = exchange.body().whole(1'000'000);
  exchange.answer(200, "text/plain",
                  std::string(exchange.method()) + " " + exchange.request().target + " [" + body + "]");
}

std::string answer_to(std::string_view request, const Server::Handler& handler = echo) {
  Server server({}, handler);
  RawClient client(server);
  client.send(request);
  return client.rest();
}

TEST(Server, tells_its_owner_what_it_does_not_tell_a_client) {
  std::promise<std::string> told;
  Server server({.on_fault = [&](const std::string& what) { told.set_value(what); }},
                [](Exchange&) { throw std::runtime_error("the secret of the house"); });
  RawClient client(server);
  client.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.rest(), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("house"))));
  EXPECT_EQ(told.get_future().get(), "GET /a: the secret of the house");
}

/// Returns a socket that is connected to ::1; -1: nothing listens there.
int connect_to_second_loopback(int port) {
  const int socket = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(static_cast<std::uint16_t>(port));
  address.sin6_addr = in6addr_loopback;
  if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return socket;
  close(socket);
  return -1;
}

/// A socket that is bound to ::1 and does not listen; port 0: this machine has no ::1.
struct BoundToSecondLoopback {
  explicit BoundToSecondLoopback(int wanted = 0) : socket(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(static_cast<std::uint16_t>(wanted));
    address.sin6_addr = in6addr_loopback;
    socklen_t size = sizeof(address);
    if (bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
        getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0)
      port = ntohs(address.sin6_port);
  }
  ~BoundToSecondLoopback() {
    if (socket >= 0) close(socket);
  }
  BoundToSecondLoopback(const BoundToSecondLoopback&) = delete;
  BoundToSecondLoopback& operator=(const BoundToSecondLoopback&) = delete;
  const int socket;
  int port = 0;
};

bool has_second_loopback() { return BoundToSecondLoopback().port != 0; }

TEST(Server, at_localhost_answers_at_each_loopback_address) {
  Server server({.host = "localhost"}, echo);
  RawClient first(server);
  first.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(first.rest(), EndsWith("GET /a []"));
  if (!has_second_loopback()) GTEST_SKIP() << "this machine has no ::1; at 127.0.0.1 it answers";
  const int socket = connect_to_second_loopback(server.port());
  ASSERT_GE(socket, 0);
  Connection second(socket);
  second.write("GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(second.read_head(1 << 16), StartsWith("HTTP/1.1 200 "));
  server.stop(milliseconds{0});
  EXPECT_EQ(connect_to_second_loopback(server.port()), -1) << "it has ended at both";
}

TEST(Server, at_localhost_refuses_a_port_of_which_another_program_has_an_address) {
  const BoundToSecondLoopback other;
  if (other.port == 0) GTEST_SKIP() << "this machine has no ::1";
  try {
    (void)listen_at("localhost", other.port);
    FAIL() << "it listens";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("port " + std::to_string(other.port) + " of ::1 is taken"));
  }
  const auto free = listen_at("127.0.0.1", other.port);
  EXPECT_EQ(free.size(), 1u) << "the other address was given back";
  for (const int socket : free) close(socket);
}

TEST(Server, that_never_began_gives_back_its_port) {
  int port = 0;
  {
    const Server server({.host = "localhost"});
    port = server.port();
  }
  for (const int socket : listen_at("localhost", port)) close(socket);
}

TEST(Server, refuses_a_connection_for_which_no_thread_can_be_begun_and_serves_the_next) {
  Server server({}, echo);
  {
    const test::NoThreads full;
    RawClient client(server);
    EXPECT_THAT(client.rest(), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr(R"("kind":"busy")")));
  }
  RawClient client(server);
  client.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 200 "));
}

constexpr char kHost[] = "Host: h\r\n";
std::string closing(const std::string& line, const std::string& headers = "", const std::string& body = "") {
  return line + " HTTP/1.1\r\n" + kHost + "Connection: close\r\n" + headers + "\r\n" + body;
}

TEST(Server, answers_requests_of_every_method_with_their_bodies) {
  for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    const auto answer = answer_to(closing(method + " /a%20b?c=d", "Content-Length: 3\r\n", "xyz"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n" + method + " /a%20b?c=d [xyz]"));
  }
}

TEST(Server, answers_head_with_a_length_and_without_a_body) {
  const auto answer = answer_to(closing("HEAD /x"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(Server, serves_several_requests_on_one_connection_even_when_they_come_at_once) {
  const auto answer = answer_to(std::string("GET /1 HTTP/1.1\r\n") + kHost + "\r\n" + "POST /2 HTTP/1.1\r\n" +
                                kHost + "Content-Length: 2\r\n\r\nab" + closing("GET /3"));
  const auto first = answer.find("GET /1 []"), second = answer.find("POST /2 [ab]"),
             third = answer.find("GET /3 []");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos);
}

TEST(Server, takes_the_host_of_an_address_that_names_one_for_the_one_that_is_asked) {
  const auto host_in = [](const std::string& target) {
    return answer_to(
        "GET " + target + " HTTP/1.1\r\nHost: told\r\nConnection: close\r\n\r\n", [](Exchange& exchange) {
          exchange.answer(200, "text/plain",
                          std::string(*exchange.request().header("Host")) + " " + exchange.request().target);
        });
  };
  EXPECT_THAT(host_in("/x"), EndsWith("\r\n\r\ntold /x"));
  EXPECT_THAT(host_in("http://named:1/x?y"), EndsWith("\r\n\r\nnamed:1 /x?y"));
  EXPECT_THAT(host_in("http://named?y"), EndsWith("\r\n\r\nnamed /?y"));
  EXPECT_THAT(host_in("http://user@named"), EndsWith("\r\n\r\nuser@named /"));
  EXPECT_THAT(host_in("http:///x"), StartsWith("HTTP/1.1 400 "));
}

TEST(Server, reads_chunked_bodies) {
  EXPECT_THAT(answer_to(closing("POST /", "Transfer-Encoding: chunked\r\n",
                                "3\r\nabc\r\n5;name=value\r\ndefgh\r\n0\r\nTrailer: x\r\n\r\n")),
              EndsWith("POST / [abcdefgh]"));
}

struct Malformed {
  std::string name, request, status;
};
class RefusedRequest : public testing::TestWithParam<Malformed> {};

TEST_P(RefusedRequest, is_answered_and_ends_the_connection) {
  int handled = 0;
  const auto answer = answer_to(GetParam().request, [&](Exchange& exchange) {
    ++handled;
    echo(exchange);
  });
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + GetParam().status));
  EXPECT_THAT(answer, HasSubstr("{\"error\":{\"kind\":\"bad-request\""));
  EXPECT_THAT(answer, Not(HasSubstr("smuggled")));
}

const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
INSTANTIATE_TEST_SUITE_P(
    Server, RefusedRequest,
    testing::Values(
        Malformed{"two_lengths",
                  "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 38\r\n\r\n" + kSmuggled,
                  "400"},
        Malformed{"length_and_chunked",
                  "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 38\r\nTransfer-Encoding: "
                  "chunked\r\n\r\n0\r\n\r\n" +
                      kSmuggled,
                  "400"},
        Malformed{"signed_length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +0\r\n\r\n" + kSmuggled,
                  "400"},
        Malformed{"negative_length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", "400"},
        Malformed{"list_of_lengths", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0, 0\r\n\r\n" + kSmuggled,
                  "400"},
        Malformed{"unknown_coding",
                  "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + kSmuggled,
                  "400"},
        Malformed{"two_codings",
                  "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "400"},
        Malformed{"space_before_colon",
                  "POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 0\r\n\r\n" + kSmuggled, "400"},
        Malformed{"folded_header", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n", "400"},
        Malformed{"bare_line_feed", "GET / HTTP/1.1\nHost: h\n\n", "400"},
        Malformed{"carriage_return_in_value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rY: b\r\n\r\n", "400"},
        Malformed{"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
        Malformed{"two_hosts", "GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", "400"},
        Malformed{"no_path", "GET x HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"space_in_path", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"old_version", "GET / HTTP/0.9\r\n\r\n", "505"},
        Malformed{"second_version", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
        Malformed{"step_up", "GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"encoded_step_up", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"step_up_behind_encoded_slash", "GET /a%2f..%2fb HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"encoded_nul", "GET /a%00 HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"broken_escape", "GET /a%2 HTTP/1.1\r\nHost: h\r\n\r\n", "400"},
        Malformed{"chunk_without_size",
                  closing("POST /", "Transfer-Encoding: chunked\r\n", "\r\nabc\r\n0\r\n\r\n"), "400"},
        Malformed{"chunk_longer_than_said",
                  closing("POST /", "Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n"), "400"},
        Malformed{"endless_chunk_size",
                  closing("POST /", "Transfer-Encoding: chunked\r\n", std::string(40, 'f') + "\r\n"), "400"},
        Malformed{"head_too_long", "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n",
                  "431"},
        Malformed{"body_too_long",
                  closing("POST /", "Content-Length: 1000001\r\n", std::string(1'000'001, 'x')), "413"},
        Malformed{"chunks_too_long",
                  closing("POST /", "Transfer-Encoding: chunked\r\n",
                          "f4241\r\n" + std::string(1'000'001, 'x') + "\r\n0\r\n\r\n"),
                  "413"}),
    [](const auto& given) { return given.param.name; });

TEST(Server, takes_double_slashes_and_twice_encoded_dots_for_names) {
  EXPECT_THAT(answer_to(closing("GET //a%2Fb/%252e%252e/...")), EndsWith("GET //a%2Fb/%252e%252e/... []"));
}

TEST(Server, streams_an_answer_in_chunks_and_to_old_clients_until_the_end) {
  const auto stream = [](Exchange& exchange) {
    exchange.begin(200, {{"Content-Type", "text/plain"}});
    exchange.write("one");
    exchange.write("two");
    exchange.end();
  };
  EXPECT_THAT(answer_to(closing("GET /"), stream), EndsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"));
  const auto old = answer_to("GET / HTTP/1.0\r\n\r\n", stream);
  EXPECT_THAT(old, EndsWith("\r\n\r\nonetwo"));
  EXPECT_THAT(old, Not(HasSubstr("chunked")));
}

TEST(Server, asks_for_a_body_that_waits_to_be_asked_for) {
  Server server({}, echo);
  RawClient client(server);
  client.send(closing("POST /", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(client.head(), "HTTP/1.1 100 Continue\r\n");
  client.send("ok");
  EXPECT_THAT(client.rest(), EndsWith("POST / [ok]"));
}

TEST(Server, turns_errors_into_json_with_their_status) {
  const auto failing = [](Exchange&) { throw Error(ErrorKind::locked, "it is taken", "wait"); };
  const auto answer = answer_to(closing("GET /"), failing);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 409 Conflict\r\n"));
  EXPECT_THAT(answer, HasSubstr(R"({"error":{"kind":"locked","message":"it is taken","hint":"wait"}})"));
  const auto unforeseen = answer_to(closing("GET /"), [](Exchange&) { throw std::runtime_error("inner"); });
  EXPECT_THAT(unforeseen, StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(unforeseen, Not(HasSubstr("inner")));
}

TEST(Server, breaks_an_answer_off_that_fails_after_it_began) {
  const auto answer = answer_to(closing("GET /"), [](Exchange& exchange) {
    exchange.begin(200, {});
    exchange.write("begun");
    throw std::runtime_error("later");
  });
  EXPECT_THAT(answer, HasSubstr("broken")) << "a cut answer must not look whole";
}

TEST(Server, breaks_an_answer_off_whose_reader_is_too_slow) {
  std::promise<void> over;
  Server server({}, [&](Exchange& exchange) {
    const std::string much(1 << 20, 'x');
    exchange.connection().set_write_patience(milliseconds{1});
    exchange.begin(200, {});
    try {
      for (;;) exchange.write(much);
    } catch (const Disconnected&) {
      over.set_value();
      throw;
    }
  });
  RawClient client(server);
  client.send("GET / HTTP/1.0\r\nHost: h\r\n\r\n");
  over.get_future().wait();
  EXPECT_THAT(client.rest(), HasSubstr("broken")) << "to HTTP/1.0 an end would look like that of the answer";
}

TEST(Server, lets_requests_under_way_end_when_it_stops_and_takes_no_more) {
  std::promise<void> begun, go_on;
  Server server({}, [&](Exchange& exchange) {
    begun.set_value();
    go_on.get_future().wait();
    exchange.answer(200, "text/plain", "whole");
  });
  RawClient client(server), idle(server);
  client.send(std::string("GET / HTTP/1.1\r\n") + kHost + "\r\n");
  begun.get_future().wait();
  auto stopping = std::async(std::launch::async, [&] { server.stop(milliseconds{10'000}); });
  EXPECT_THAT(idle.rest(), AnyOf("", "<broken: the connection broke>"))
      << "a connection without a request is closed at once, and one that waits to be taken is reset";
  go_on.set_value();
  EXPECT_THAT(client.rest(), EndsWith("\r\n\r\nwhole"));
  stopping.get();
}

TEST(Server, waits_for_a_client_that_takes_nothing_only_so_long_when_it_stops) {
  Server server({}, [](Exchange& exchange) {
    const std::string piece(1 << 16, 'x');
    exchange.begin(200, {});
    for (;;) exchange.write(piece);
  });
  RawClient client(server);
  client.send(std::string("GET / HTTP/1.1\r\n") + kHost + "\r\n");
  EXPECT_THAT(client.head(), StartsWith("HTTP/1.1 200 "));
  auto stopping =
      std::async(std::launch::async, [&] { server.stop(std::chrono::hours{1}, milliseconds{0}); });
  EXPECT_EQ(stopping.wait_for(std::chrono::seconds{60}), std::future_status::ready);
}

TEST(Server, waits_for_the_end_of_a_head_only_so_long) {
  Server server({.head_patience = milliseconds{20}}, echo);
  RawClient client(server);
  client.send("GET /st");
  EXPECT_EQ(client.rest(), "");
}

TEST(Server, says_so_where_all_its_connections_are_busy) {
  std::promise<void> begun, go_on;
  Server server({.most_connections = 1}, [&](Exchange& exchange) {
    begun.set_value();
    go_on.get_future().wait();
    exchange.answer(200, "text/plain", "whole");
  });
  RawClient client(server);
  client.send(closing("GET /"));
  begun.get_future().wait();
  RawClient another(server);
  another.send(closing("GET /"));
  EXPECT_THAT(another.rest(), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("\r\nRetry-After: 1\r\n")));
  go_on.set_value();
  EXPECT_THAT(client.rest(), EndsWith("whole"));
}

TEST(Server, names_a_port_that_is_taken) {
  Server first({}, echo);
  try {
    Server second({.port = first.port()}, echo);
    FAIL() << "two servers at one port";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(std::to_string(first.port())));
  }
}

TEST(ParseForm, decodes_names_and_values_and_keeps_the_first) {
  const auto fields = parse_form("a=1&b=x+y%26&a=2&c&=&bad=%zz");
  EXPECT_EQ(fields.at("a"), "1");
  EXPECT_EQ(fields.at("b"), "x y&");
  EXPECT_EQ(fields.at("c"), "");
  EXPECT_FALSE(fields.contains("bad"));
}

}  // namespace
}  // namespace locker::http
