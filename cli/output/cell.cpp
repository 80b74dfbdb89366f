#include "cli/output/cell.hpp"

#include <nlohmann/json.hpp>

namespace locker::cli {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::string number_text(double number) { return nlohmann::json(number).dump(); }

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  // Nearly all text needs no escape: it is copied whole.
  const auto needs_care = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c < 0;
  };
  bool plain_text = true;
  for (const char c : text) plain_text = plain_text && !needs_care(c);
  if (plain_text) {
    out.append("\"").append(text).append("\"");
    return;
  }
  out += nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append_json(std::string& out, const Cell& cell) {
  std::visit(Overloaded{[&](std::monostate) { out += "null"; },
                        [&](const std::string& text) { append_json_string(out, text); },
                        [&](std::int64_t number) { out += std::to_string(number); },
                        [&](double number) { out += number_text(number); },
                        [&](bool truth) { out += truth ? "true" : "false"; },
                        [&](const RawJson& json) { out += json.text; }},
             cell);
}

std::string plain(const Cell& cell) {
  return std::visit(
      Overloaded{[](std::monostate) { return std::string(); }, [](const std::string& text) { return text; },
                 [](std::int64_t number) { return std::to_string(number); },
                 [](double number) { return number_text(number); },
                 [](bool truth) { return std::string(truth ? "true" : "false"); },
                 [](const RawJson& json) { return json.text; }},
      cell);
}

}  // namespace locker::cli
