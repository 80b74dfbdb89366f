#include "lib/auth/answer_fields.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace locker::auth {
namespace {

using nlohmann::json;

std::optional<double> number_of(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string text_field(const json& answer, const char* key) {
  return answer.is_object() && answer.contains(key) && answer[key].is_string()
             ? answer[key].get<std::string>()
             : std::string();
}

std::optional<std::chrono::seconds> seconds_field(const json& answer, const char* key,
                                                  std::chrono::seconds most) {
  if (!answer.is_object() || !answer.contains(key)) return std::nullopt;
  const auto number = number_of(answer[key]);
  if (!number || !(*number == *number)) return std::nullopt;
  return std::chrono::seconds(
      static_cast<std::int64_t>(std::clamp<double>(*number, 0, static_cast<double>(most.count()))));
}

std::vector<std::string> scopes_in(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const auto end = text.find_first_of(" ,\t\r\n");
    if (end != 0) scopes.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return scopes;
}

}  // namespace locker::auth
