#pragma once

#include <functional>
#include <istream>
#include <ostream>
#include <stop_token>

#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"
#include "lib/service/commands.hpp"

namespace locker::service {

/// What a connector's process is built from. All references must outlive it.
struct ProcessTools {
  const connector::Descriptor& connector;
  const connector::Registry& registry;
  Abilities abilities;
  SignInAddresses sign_in;
  Home usual_home;  ///< used if core names no locker
  Clock& clock;
  std::istream& in;   ///< from core
  std::ostream& out;  ///< to core
  std::ostream& log;
  std::stop_token stop;
  /// Creates the operations shared with the command line, for an account.
  std::function<Commands(const Account&)> commands;
};

/// Runs a compiled-in connector as a process under core, from its start to its end. Throws Error if core's
/// process info is missing or cannot be applied.
void run_process(const ProcessTools& tools);

}  // namespace locker::service
