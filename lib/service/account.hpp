#pragma once

#include <string>

#include "lib/auth/account_settings.hpp"
#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/service/process_info.hpp"

namespace locker::service {

/// The account that a connector's process serves.
class Account {
 public:
  Account(const connector::Descriptor& connector, const connector::Registry& registry, Clock& clock)
      : connector_(connector), registry_(registry), clock_(clock), home_("") {}

  /// Changes to the process's working directory and applies `info`. `usual_home` is used if core names no
  /// locker.
  void enter(const ProcessInfo& info, const Home& usual_home);

  [[nodiscard]] const connector::Descriptor& connector() const { return connector_; }
  [[nodiscard]] const connector::Registry& registry() const { return registry_; }
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const Home& home() const { return home_; }
  [[nodiscard]] Instant now() const { return clock_.now(); }

  /// Returns the URL as seen by a browser: `http://127.0.0.1:8042/Me/twitter/` followed by `path`.
  [[nodiscard]] std::string uri(const std::string& path) const;
  /// Checked on each call: the user may sign in or out from a shell, and the service may revoke the sign-in.
  [[nodiscard]] bool is_signed_in() const;
  /// Returns the current contents of its me.json.
  [[nodiscard]] auth::AccountSettings me() const;
  /// True if the stream is among those the user chose.
  [[nodiscard]] bool wants(const connector::Stream& stream) const;
  /// True if the stream is charged and the account has no budget.
  [[nodiscard]] bool is_charged_without_budget(const connector::Stream& stream) const;

 private:
  const connector::Descriptor& connector_;
  const connector::Registry& registry_;
  Clock& clock_;
  std::string id_, base_;
  Home home_;
};

}  // namespace locker::service
