#pragma once

#include <memory>
#include <string>

#include "sandbox/service.hpp"

namespace sandbox {

// The service behind a socket on 127.0.0.1, from construction to destruction. Destruction waits for idle
// keep-alive connections (up to five seconds): close the clients first.
class Server {
 public:
  // Throws std::runtime_error if the port cannot be had.
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
