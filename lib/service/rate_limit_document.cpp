#include "lib/service/rate_limit_document.hpp"

#include <nlohmann/json.hpp>

#include "lib/sync/rate_limit_store.hpp"

namespace locker::service {

std::string limits_document(const Account& account) {
  using Object = nlohmann::ordered_json;
  Object limits = Object::array();
  for (const auto& one : sync::load_limits(account.home(), account.id()))
    limits.push_back({{"window", one.window},
                      {"limit", one.limit ? Object(*one.limit) : Object()},
                      {"remaining", one.remaining},
                      {"reset", format_rfc3339(one.reset)},
                      {"told", format_rfc3339(one.reported_at)}});
  return Object{{"limits", limits}}.dump();
}

std::optional<std::chrono::seconds> time_until_reset(const Account& account) {
  using std::chrono::seconds;
  std::optional<seconds> longest;
  for (const auto& one : sync::load_limits(account.home(), account.id())) {
    if (one.remaining > 0 || one.reset <= account.now()) continue;
    const auto left = std::chrono::ceil<seconds>(one.reset - account.now());
    longest = std::max(longest.value_or(seconds(0)), left);
  }
  return longest;
}

}  // namespace locker::service
