#pragma once

#include <memory>
#include <string>

#include "loopback/server.hpp"
#include "service.hpp"

namespace github_stand_in {

/// The service on a socket at 127.0.0.1, from construction to destruction.
class StandIn {
 public:
  /// Throws std::runtime_error if the port is not available.
  explicit StandIn(Settings settings = {})
      : service_(settings),
        server_([this](const Call& call) { return service_.handle(call); }, settings.port) {}
  ~StandIn() { remove_faults(); }

  [[nodiscard]] std::string base() const { return server_.base(); }
  [[nodiscard]] int port() const { return server_.port(); }
  Service& service() { return service_; }
  [[nodiscard]] const Service& service() const { return service_; }
  void remove_faults() {
    service_.faults.clear();
    server_.let_go();
  }

 private:
  Service service_;
  loopback::Server server_;
};

}  // namespace github_stand_in
