#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/http/transport.hpp"

namespace locker::test {

/// Responds to requests from a script, in order. A request beyond the script, and a response that was not
/// requested, fail the test.
class ScriptedTransport final : public http::Transport {
 public:
  using Step = std::function<http::Response(const http::Request&)>;

  ~ScriptedTransport() override {
    EXPECT_TRUE(steps_.empty()) << steps_.size() << " answers were not asked for";
  }

  ScriptedTransport& then(http::Response response) {
    steps_.push_back([response](const http::Request&) { return response; });
    return *this;
  }
  ScriptedTransport& then(int status, http::Headers headers = {}, std::string body = {}) {
    return then(http::Response{status, std::move(headers), std::move(body)});
  }
  ScriptedTransport& breaks() {
    steps_.push_back(
        [](const http::Request&) -> http::Response { throw Error(ErrorKind::network, "broken"); });
    return *this;
  }

  /// `watch` is called with each later request before its response.
  void sees(std::function<void(const http::Request&)> watch) { watch_ = std::move(watch); }

  http::Response send(const http::Request& request, const std::stop_token&) override {
    requests.push_back(request);
    if (watch_) watch_(request);
    if (steps_.empty()) {
      ADD_FAILURE() << "unexpected: " << request.method << " " << request.url;
      return {};
    }
    const Step step = steps_.front();
    steps_.pop_front();
    return step(request);
  }

  std::vector<http::Request> requests;

 private:
  std::deque<Step> steps_;
  std::function<void(const http::Request&)> watch_;
};

}  // namespace locker::test
