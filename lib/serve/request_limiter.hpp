#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "lib/http/message.hpp"

namespace locker::serve {

/// The requests under way to each service: so many that no service is kept from answering, so few that one
/// which calls itself, or two that call each other, come to an end before they have taken everything.
class RequestLimiter {
 public:
  /// As long as it lives, one of them is under way.
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

  /// A request to a service, by another or (not `by_service`) a person. Absent if it is one too many.
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
/// How often it was, up to kMostHops, as far as the services pass on what tells it: the header `Locker-Hops`.
[[nodiscard]] int hops_of(const http::Headers& headers);
void set_hops(http::Headers& headers, int hops);

}  // namespace locker::serve
