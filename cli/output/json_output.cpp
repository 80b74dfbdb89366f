#include "cli/output/json_output.hpp"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "cli/output/terminal_json.hpp"

namespace locker::cli {

void print_json(const nlohmann::json& value, Context& context, int indent) {
  const std::string text = value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
  context.out << (context.out_terminal.is_tty ? terminal_json(text) : text) << "\n";
}

}  // namespace locker::cli
