#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "loopback/message.hpp"
#include "loopback/server.hpp"

namespace locker::conformance {

/// A host that nobody should trust: keeps what it is asked, and answers with an empty list.
class Elsewhere {
 public:
  /// Port 0: any free one. Throws std::runtime_error if the port cannot be had.
  explicit Elsewhere(int port = 0);

  [[nodiscard]] std::string base() const { return server_.base(); }
  [[nodiscard]] std::vector<loopback::Call> calls() const;

 private:
  mutable std::mutex mutex_;
  std::vector<loopback::Call> calls_;
  loopback::Server server_;  // last, so that it goes before what it uses
};

/// A free port, and a host at another one whose number begins with it: `http://127.0.0.1:2345` is how
/// `http://127.0.0.1:23456` begins.
struct LookAlike {
  int port = 0;
  std::unique_ptr<Elsewhere> look_alike;
};
[[nodiscard]] LookAlike look_alike_ports();

}  // namespace locker::conformance
