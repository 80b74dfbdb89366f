#include "lib/http/curl_transport.hpp"

#include <gtest/gtest.h>
#include <httplib.h>

#include <thread>

#include "lib/base/error.hpp"
#include "lib/http/traced.hpp"
#include "tests/unit/support/manual_clock.hpp"

namespace locker::http {
namespace {

/// An HTTP server on a free loopback port.
class CurlTransport : public ::testing::Test {
 protected:
  void SetUp() override {
    server.set_keep_alive_max_count(100);
    port = server.bind_to_any_port("127.0.0.1");
    thread = std::jthread([this] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();
  }
  void TearDown() override {
    transport.reset();
    server.stop();
    thread.join();  // a running handler uses members that are destroyed next
  }
  Response get(const std::string& path, Secret authorization = {}) {
    Request request;
    request.url = "http://127.0.0.1:" + std::to_string(port) + path;
    request.authorization = std::move(authorization);
    return transport->send(request, stop.get_token());
  }
  ErrorKind failure(const std::string& path) {
    try {
      (void)get(path);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  }

  httplib::Server server;
  int port = 0;
  std::jthread thread;
  std::stop_source stop, released;
  std::unique_ptr<Transport> transport = make_curl_transport({.most_bytes = 1000});
};

TEST_F(CurlTransport, sends_a_request_and_its_secret) {
  std::string seen;
  server.Get("/me", [&](const httplib::Request& request, httplib::Response& response) {
    seen = request.get_header_value("Authorization");
    response.set_header("x-rate-limit-remaining", "7");
    response.set_content("{}", "application/json");
  });
  const Response response = get("/me", Secret("Bearer abc"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.header("X-Rate-Limit-Remaining"), "7");
  EXPECT_EQ(seen, "Bearer abc");
}

TEST_F(CurlTransport, posts_a_body) {
  std::string seen;
  server.Post("/token", [&](const httplib::Request& request, httplib::Response&) { seen = request.body; });
  Request request;
  request.method = "POST";
  request.url = "http://127.0.0.1:" + std::to_string(port) + "/token";
  request.body = "a=b";
  EXPECT_EQ(transport->send(request, {}).status, 200);
  EXPECT_EQ(seen, "a=b");
}

TEST_F(CurlTransport, does_not_follow_redirects_with_a_token) {
  server.Get("/here",
             [](const httplib::Request&, httplib::Response& response) { response.set_redirect("/there"); });
  EXPECT_EQ(get("/here", Secret("Bearer abc")).status, 302);
}

TEST_F(CurlTransport, gives_up_an_answer_larger_than_it_may_be) {
  server.Get("/large", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(5000, 'x'), "text/plain");
  });
  EXPECT_EQ(failure("/large"), ErrorKind::malformed);
}

TEST_F(CurlTransport, takes_no_answer_that_a_sync_has_no_memory_for) {
  transport = make_curl_transport();
  server.Get("/large", [](const httplib::Request& request, httplib::Response& response) {
    response.set_content(std::string(std::stoul(request.get_param_value("mb")) << 20, 'x'), "text/plain");
  });
  EXPECT_EQ(get("/large?mb=15").body.size(), 15u << 20);
  EXPECT_EQ(failure("/large?mb=17"), ErrorKind::malformed);
}

TEST_F(CurlTransport, calls_a_cut_answer_broken) {
  server.Get("/cut", [](const httplib::Request&, httplib::Response& response) {
    response.set_content_provider(500, "text/plain", [](std::size_t, std::size_t, httplib::DataSink& sink) {
      sink.write("half", 4);
      return false;
    });
  });
  EXPECT_EQ(failure("/cut"), ErrorKind::network);
}

TEST_F(CurlTransport, says_that_nobody_listens) {
  transport = make_curl_transport();
  Request request;
  request.url = "http://127.0.0.1:1/";
  try {
    (void)transport->send(request, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::network);
    EXPECT_NE(std::string(error.what()).find("127.0.0.1"), std::string::npos);
  }
}

TEST_F(CurlTransport, stops_in_the_middle_of_an_answer) {
  server.Get("/slow", [&](const httplib::Request&, httplib::Response& response) {
    stop.request_stop();
    while (!released.stop_requested()) std::this_thread::yield();
    response.set_content("late", "text/plain");
  });
  EXPECT_EQ(failure("/slow"), ErrorKind::interrupted);
  released.request_stop();
}

TEST_F(CurlTransport, is_traced_without_its_secret) {
  server.Get("/me", [](const httplib::Request&, httplib::Response& response) {
    response.set_header("x-rate-limit-remaining", "7");
    response.set_content("{}", "application/json");
  });
  const test::ManualClock clock;
  std::string line;
  const auto traced = make_traced(*transport, clock, [&](std::string_view text) { line = text; });
  Request request;
  request.url = "http://127.0.0.1:" + std::to_string(port) + "/me";
  request.authorization = Secret("Bearer abcdef");
  (void)traced->send(request, {});
  EXPECT_NE(line.find("/me 200 in 0 ms, 2 bytes, 7 left"), std::string::npos) << line;
  EXPECT_EQ(line.find("abcdef"), std::string::npos);
}

}  // namespace
}  // namespace locker::http
