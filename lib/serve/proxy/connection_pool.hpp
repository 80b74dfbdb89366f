#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lib/http/server/connection.hpp"

namespace locker::serve {

/// The address of a service, during one of its lives.
struct Upstream {
  std::string service;
  int port = 0;
  std::uint64_t generation = 0;
  std::function<bool()> lives;  ///< false as soon as its process has begun to exit
};

/// Idle connections to services. Thread-safe.
class ConnectionPool {
 public:
  /// Returns an open connection to that life of the service; null if there is none.
  std::unique_ptr<http::Connection> take(const Upstream& upstream);
  void keep(const Upstream& upstream, std::unique_ptr<http::Connection> connection);
  /// Closes the connections to a service.
  void forget(const std::string& service);

 private:
  using Idle = std::vector<std::unique_ptr<http::Connection>>;
  std::mutex mutex_;
  std::map<std::string, std::pair<std::uint64_t, Idle>> idle_;  ///< with the generation they belong to
};

}  // namespace locker::serve
