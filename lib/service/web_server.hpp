#pragma once

#include <memory>
#include <vector>

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
  /// Whose it is answers; 404 if it is nobody's.
  void handle(http::Exchange& exchange) const;

 private:
  std::vector<std::unique_ptr<Endpoints>> endpoints_;
};

}  // namespace locker::service
