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

/// Where a service listens, for one of its lives.
struct Upstream {
  std::string service;
  int port = 0;
  std::uint64_t generation = 0;
  std::function<bool()> lives;  ///< false as soon as its process has begun to end
};

/// Open connections to services that carry no request at the moment. For any thread.
class ConnectionPool {
 public:
  /// One to that life of the service, which had not closed it; null: there is none.
  std::unique_ptr<http::Connection> take(const Upstream& upstream);
  void keep(const Upstream& upstream, std::unique_ptr<http::Connection> connection);
  /// Closes those to a service.
  void forget(const std::string& service);

 private:
  using Idle = std::vector<std::unique_ptr<http::Connection>>;
  std::mutex mutex_;
  std::map<std::string, std::pair<std::uint64_t, Idle>> idle_;  ///< of the generation that is named
};

}  // namespace locker::serve
