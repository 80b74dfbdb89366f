#include "lib/serve/proxy/connection_pool.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kMostIdle = 32;

}  // namespace

std::unique_ptr<http::Connection> ConnectionPool::take(const Upstream& upstream) {
  const std::lock_guard guard(mutex_);
  auto& [generation, idle] = idle_[upstream.service];
  if (generation != upstream.generation) {
    idle.clear();
    generation = upstream.generation;
  }
  while (!idle.empty()) {
    auto connection = std::move(idle.back());
    idle.pop_back();
    if (!connection->is_closed()) return connection;
  }
  return nullptr;
}

void ConnectionPool::keep(const Upstream& upstream, std::unique_ptr<http::Connection> connection) {
  const std::lock_guard guard(mutex_);
  auto& [generation, idle] = idle_[upstream.service];
  if (generation == upstream.generation && idle.size() < kMostIdle) idle.push_back(std::move(connection));
}

void ConnectionPool::forget(const std::string& service) {
  const std::lock_guard guard(mutex_);
  idle_.erase(service);
}

}  // namespace locker::serve
