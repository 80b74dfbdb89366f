#pragma once

#include <memory>
#include <vector>

#include "lib/base/secret.hpp"
#include "lib/service/endpoints.hpp"

namespace locker::service {

/// A connector's web server: empty at first, and what the flow loads into it.
class WebServer {
 public:
  template <class Loaded>
  Loaded& load(std::unique_ptr<Loaded> endpoints) {
    Loaded& loaded = *endpoints;
    endpoints_.push_back(std::move(endpoints));
    return loaded;
  }
  /// From now on only core is answered, which alone knows the key: the port is open to everybody on this
  /// machine, and to their browsers.
  void expect(Secret key) { key_ = std::move(key); }
  /// Whose it is answers; 404 if it is nobody's, 403 if it is not core that asks.
  void handle(http::Exchange& exchange) const;

 private:
  [[nodiscard]] bool is_from_core(const http::Exchange& exchange) const;

  Secret key_;
  std::vector<std::unique_ptr<Endpoints>> endpoints_;
};

}  // namespace locker::service
