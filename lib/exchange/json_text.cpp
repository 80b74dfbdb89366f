#include "lib/exchange/json_text.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"

namespace locker::exchange {

std::string json_text(std::string_view spelled) {
  if (spelled.size() >= 2 && spelled.front() == '"' && spelled.find('\\') == std::string_view::npos)
    return std::string(spelled.substr(1, spelled.size() - 2));
  const auto text = nlohmann::json::parse(spelled, nullptr, false);
  if (!text.is_string()) throw Error(ErrorKind::internal, "a text is no JSON string");
  return text.get<std::string>();
}

}  // namespace locker::exchange
