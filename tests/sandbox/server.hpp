#pragma once

#include <memory>
#include <string>

#include "sandbox/service.hpp"

namespace sandbox {

// The service on a socket at 127.0.0.1, from construction to destruction. The destructor waits up to five
// seconds for idle keep-alive connections: close the clients first.
class Server {
 public:
  // Throws std::runtime_error if the port is not available.
  explicit Server(Settings settings);
  ~Server();

  int port() const;
  std::string base() const;
  State& state();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sandbox
