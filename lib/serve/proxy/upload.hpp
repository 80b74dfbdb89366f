#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <string_view>

#include "lib/http/server/connection.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/serve/proxy/forwarded.hpp"

namespace locker::serve {

/// One request on its way to a service: a small body goes with the head, a longer one beside the answer,
/// which may begin before the body has come to its end.
class Upload {
 public:
  using Clock = std::chrono::steady_clock;
  /// `patience`: how long the service may take nothing.
  Upload(http::Exchange& exchange, http::Connection& connection, Forwarded& request,
         std::chrono::milliseconds patience);
  ~Upload() { end(); }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  /// A small body goes with the head. What the client does wrong is thrown.
  void read_small_body();
  /// What is there of it. Throws Disconnected for the service.
  void send();
  /// The service did something for it.
  void moved() { moved_ = Clock::now().time_since_epoch().count(); }
  /// When the service will have been silent for too long.
  [[nodiscard]] Clock::time_point deadline() const {
    return Clock::time_point(Clock::duration(moved_)) + patience_;
  }
  /// From here on the client learns from the answer what became of it.
  void answer_begins() { answering_ = true; }

  /// Waits for the rest of a body, a moment; the client gets no second request on a connection whose rest
  /// was not read.
  void end();
  /// Once it has ended: whether the service got all of it.
  [[nodiscard]] bool is_complete() const { return complete_; }
  /// Once it has ended: whether it is there to be sent once more.
  [[nodiscard]] bool is_replayable() const { return request_.replayable && exchange_.body().at_end(); }
  /// Once it has ended: throws what came from the client in its stead, if anything did.
  void rethrow_clients_fault() const {
    if (clients_fault_) std::rethrow_exception(clients_fault_);
  }

 private:
  [[nodiscard]] bool is_chunked() const { return framing_.kind == http::Framing::Kind::chunked; }
  void send_rest();
  std::string_view next_piece();
  void drop_rest();

  http::Exchange& exchange_;
  http::Connection& connection_;
  Forwarded& request_;
  const std::chrono::milliseconds patience_;
  const http::Framing framing_;
  std::future<void> rest_;
  std::exception_ptr clients_fault_;
  std::atomic<bool> complete_ = false, answering_ = false;
  std::atomic<Clock::rep> moved_ = 0;  ///< when something of the request was last taken
};

}  // namespace locker::serve
