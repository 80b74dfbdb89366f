#pragma once

#include <httplib.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace loopback {

/// The response of a server, or none. Accessing a missing response throws, so that only the test whose server
/// did not respond fails, and later tests run.
class Answer : public httplib::Result {
 public:
  Answer(httplib::Result&& result) : httplib::Result(std::move(result)) {}

  [[nodiscard]] const httplib::Response& value() const {
    if (!*this) throw std::runtime_error("the server did not answer: " + httplib::to_string(error()));
    return httplib::Result::value();
  }
  const httplib::Response& operator*() const { return value(); }
  const httplib::Response* operator->() const { return &value(); }
};

/// The library's client, returning Answer. A braced list of arguments is taken as headers.
class Client : public httplib::Client {
 public:
  using httplib::Client::Client;
  using Headers = httplib::Headers;

  Answer Get(const std::string& path, const Headers& headers = {}) {
    return httplib::Client::Get(path, headers);
  }
  template <class... Rest>
  Answer Get(const std::string& path, Rest&&... rest) {
    return httplib::Client::Get(path, std::forward<Rest>(rest)...);
  }
  Answer Post(const std::string& path, const Headers& headers, const std::string& body,
              const std::string& type) {
    return httplib::Client::Post(path, headers, body, type);
  }
  template <class... Rest>
  Answer Post(const std::string& path, Rest&&... rest) {
    return httplib::Client::Post(path, std::forward<Rest>(rest)...);
  }
  template <class... Rest>
  Answer Put(const std::string& path, Rest&&... rest) {
    return httplib::Client::Put(path, std::forward<Rest>(rest)...);
  }
  template <class... Rest>
  Answer Patch(const std::string& path, Rest&&... rest) {
    return httplib::Client::Patch(path, std::forward<Rest>(rest)...);
  }
  template <class... Rest>
  Answer Delete(const std::string& path, Rest&&... rest) {
    return httplib::Client::Delete(path, std::forward<Rest>(rest)...);
  }
  template <class... Rest>
  Answer Head(const std::string& path, Rest&&... rest) {
    return httplib::Client::Head(path, std::forward<Rest>(rest)...);
  }
  template <class... Rest>
  Answer Options(const std::string& path, Rest&&... rest) {
    return httplib::Client::Options(path, std::forward<Rest>(rest)...);
  }
  Answer send(const httplib::Request& request) { return httplib::Client::send(request); }
};

}  // namespace loopback
