#include "tests/conformance/elsewhere.hpp"

#include <unistd.h>

#include <stdexcept>

namespace locker::conformance {
namespace {

/// Ten times as much is still below the ports that a system gives out by itself.
constexpr int kFirstPort = 2000, kPorts = 1200;

std::unique_ptr<Elsewhere> listening_at(int port) try {
  return std::make_unique<Elsewhere>(port);
} catch (const std::runtime_error&) {
  return nullptr;
}

}  // namespace

Elsewhere::Elsewhere(int port)
    : server_(
          [this](const loopback::Call& call) {
            const std::lock_guard lock(mutex_);
            calls_.push_back(call);
            loopback::Reply reply;
            reply.body = "[]";
            return reply;
          },
          port) {}

std::vector<loopback::Call> Elsewhere::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

LookAlike look_alike_ports() {
  for (int tried = 0; tried < kPorts; ++tried) {
    const int port = kFirstPort + (static_cast<int>(getpid()) + tried) % kPorts;
    if (!listening_at(port)) continue;
    for (int digit = 0; digit < 10; ++digit)
      if (auto host = listening_at(10 * port + digit)) return {port, std::move(host)};
  }
  throw std::runtime_error("no two free ports that begin alike");
}

}  // namespace locker::conformance
