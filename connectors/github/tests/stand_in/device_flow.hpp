#pragma once

#include <functional>
#include <optional>

#include "request.hpp"

namespace github_stand_in {

/// The device flow (RFC 8628), on the base address of the web site. `plan` plays the part of the user.
class DeviceFlow {
 public:
  /// The number of `authorization_pending` responses before the end, which response is `slow_down`, and the
  /// end: "approved", "access_denied" or "expired_token".
  struct Plan {
    int pending = 1;
    int slow_down_at = -1;
    std::string end = "approved";
  };
  using Issue = std::function<Token(const std::vector<std::string>& scopes)>;

  DeviceFlow(std::string client_id, Issue issue)
      : client_id_(std::move(client_id)), issue_(std::move(issue)) {}

  void plan(Plan plan) { plan_ = std::move(plan); }
  /// Returns the response if the path belongs to the flow.
  std::optional<Reply> handle(const Call& call, const std::string& base, const std::string& fresh_code);

 private:
  Json begin(const Parameters& form, const std::string& base, const std::string& fresh_code);
  Json poll(const Parameters& form);

  std::string client_id_;
  Issue issue_;
  Plan plan_;
  std::string device_code_, scopes_;
  int polls_ = 0, interval_ = 5;
};

}  // namespace github_stand_in
