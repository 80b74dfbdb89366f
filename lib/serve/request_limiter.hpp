#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "lib/http/message.hpp"

namespace locker::serve {

/// Limits the requests in progress to each service. The limit is high enough for normal use, and low enough
/// that a service which calls itself, or two that call each other, are stopped before they exhaust core.
class RequestLimiter {
 public:
  /// Held while the request is in progress.
  class Permit {
   public:
    Permit(RequestLimiter& limiter, std::string service, bool by_service);
    Permit(Permit&& other) noexcept;
    Permit& operator=(Permit&&) = delete;
    ~Permit();

   private:
    RequestLimiter* limiter_;
    std::string service_;
    bool by_service_;
  };

  /// Admits a request to a service, by another service or (not `by_service`) by a user. Absent if there are
  /// too many.
  [[nodiscard]] std::optional<Permit> enter(const std::string& service, bool by_service);

 private:
  struct Count {
    int all = 0, by_services = 0;
  };
  void add(const std::string& service, bool by_service, int number);
  std::mutex mutex_;
  std::map<std::string, Count> under_way_;
};

/// How often a request may be passed from service to service.
inline constexpr int kMostHops = 10;
/// Returns how often it was, up to kMostHops: the header `Locker-Hops`, if the services pass it on.
[[nodiscard]] int hops_of(const http::Headers& headers);
void set_hops(http::Headers& headers, int hops);

}  // namespace locker::serve
