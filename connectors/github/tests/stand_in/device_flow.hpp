#pragma once

#include <functional>
#include <optional>

#include "request.hpp"

namespace github_stand_in {

/// The sign-in of programs without a browser (RFC 8628), on the web's base. The person's part is played by
/// `plan`.
class DeviceFlow {
 public:
  /// How often `authorization_pending` is said before the end, which answer is `slow_down`, and how it ends:
  /// "approved", "access_denied" or "expired_token".
  struct Plan {
    int pending = 1;
    int slow_down_at = -1;
    std::string end = "approved";
  };
  using Issue = std::function<Token(const std::vector<std::string>& scopes)>;

  DeviceFlow(std::string client_id, Issue issue)
      : client_id_(std::move(client_id)), issue_(std::move(issue)) {}

  void plan(Plan plan) { plan_ = std::move(plan); }
  /// The answer, if the path is one of the flow's.
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
