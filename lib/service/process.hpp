#pragma once

#include <functional>
#include <istream>
#include <ostream>
#include <stop_token>

#include "lib/service/abilities.hpp"
#include "lib/service/account.hpp"
#include "lib/service/commands.hpp"

namespace locker::service {

/// What a connector's process is made of. All outlive it.
struct ProcessTools {
  const connector::Descriptor& connector;
  const connector::Registry& registry;
  Abilities abilities;
  SignInAddresses sign_in;
  Home usual_home;  ///< where core names none
  Clock& clock;
  std::istream& in;   ///< from core
  std::ostream& out;  ///< to core
  std::ostream& log;
  std::stop_token stop;
  /// What the command line does, for that account.
  std::function<Commands(const Account&)> commands;
};

/// A compiled-in connector as a process under core, from its start to its end. Throws Error for what
/// core did not say, or cannot be.
void run_process(const ProcessTools& tools);

}  // namespace locker::service
