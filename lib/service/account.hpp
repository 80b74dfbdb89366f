#pragma once

#include <string>

#include "lib/auth/account_settings.hpp"
#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/service/process_info.hpp"

namespace locker::service {

/// The account that a connector's process is for.
class Account {
 public:
  Account(const connector::Descriptor& connector, const connector::Registry& registry, Clock& clock)
      : connector_(connector), registry_(registry), clock_(clock), home_("") {}

  /// Moves the process to its working directory and takes over what it was told. `usual_home` is the
  /// locker where core names none.
  void enter(const ProcessInfo& info, const Home& usual_home);

  [[nodiscard]] const connector::Descriptor& connector() const { return connector_; }
  [[nodiscard]] const connector::Registry& registry() const { return registry_; }
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const Home& home() const { return home_; }
  [[nodiscard]] Instant now() const { return clock_.now(); }

  /// As a browser knows it: `http://127.0.0.1:8042/Me/twitter/` and then `path`.
  [[nodiscard]] std::string uri(const std::string& path) const;
  /// Looked at anew each time: a shell may sign in or out meanwhile, and the service may end it.
  [[nodiscard]] bool is_signed_in() const;
  /// What its me.json says now.
  [[nodiscard]] auth::AccountSettings me() const;
  /// Whether this stream is among those that its person chose.
  [[nodiscard]] bool wants(const connector::Stream& stream) const;
  /// Whether reading that stream is charged, and nothing bounds what it may cost.
  [[nodiscard]] bool is_charged_without_budget(const connector::Stream& stream) const;

 private:
  const connector::Descriptor& connector_;
  const connector::Registry& registry_;
  Clock& clock_;
  std::string id_, base_;
  Home home_;
};

}  // namespace locker::service
