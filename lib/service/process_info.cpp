#include "lib/service/process_info.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"

namespace locker::service {
namespace {

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

ProcessInfo read_process_info(std::istream& in) {
  std::string line;
  std::getline(in, line);
  const auto said = foreign::read(line);
  if (!said.is_object())
    throw Error(ErrorKind::usage, "a connector's process is started by locker serve",
                "run \"locker serve\", and open the address that it prints");
  const auto port = said.find("port");
  return {.port = port != said.end() && port->is_number_integer() ? port->get<int>() : 0,
          .working_directory = text_of(said, "workingDirectory"),
          .locker_url = text_of(said, "lockerUrl"),
          .base = text_of(said, "base"),
          .id = text_of(said, "id"),
          .home = text_of(said, "home"),
          .key = Secret(text_of(said, "key"))};
}

}  // namespace locker::service
