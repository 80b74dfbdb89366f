#pragma once

#include <memory>
#include <vector>

#include "lib/base/secret.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// A connector's web server. It is empty at first; the startup sequence loads endpoints into it.
class WebServer {
 public:
  template <class Loaded>
  Loaded& load(std::unique_ptr<Loaded> endpoints) {
    Loaded& loaded = *endpoints;
    endpoints_.push_back(std::move(endpoints));
    return loaded;
  }
  /// From now on only requests with core's key are answered: the port is reachable by every program on this
  /// machine, including browsers.
  void expect(Secret key) { key_ = std::move(key); }
  /// Passes the request to the endpoints it belongs to. Answers 404 if there are none, 403 if it is not from
  /// core.
  void handle(http::Exchange& exchange) const;

 private:
  [[nodiscard]] bool is_from_core(const http::Exchange& exchange) const;

  Secret key_;
  std::vector<std::unique_ptr<Endpoints>> endpoints_;
};

}  // namespace locker::service
