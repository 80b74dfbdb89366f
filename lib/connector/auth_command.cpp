#include "lib/connector/auth_command.hpp"

namespace locker::connector {

std::string auth_command(std::string_view connector, std::string_view account) {
  std::string command = "locker auth " + std::string(connector);
  return connector == account ? command : command + " --account " + std::string(account);
}

}  // namespace locker::connector
