#include "sandbox/http_call.hpp"

namespace sandbox {

std::optional<std::string> parameter(const Parameters& parameters, const std::string& name) {
  const auto it = parameters.find(name);
  return it == parameters.end() ? std::nullopt : std::optional(it->second);
}

}  // namespace sandbox
