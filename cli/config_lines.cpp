#include "cli/config_lines.hpp"

#include <CLI/CLI.hpp>
#include <optional>

#include "lib/base/error.hpp"
#include "lib/text/utf8.hpp"

namespace locker::cli {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : rest_(text), file_(file) {}

  std::map<std::string, int> run() {
    while (const auto line = next()) {
      if (line->empty() || line->front() == '#' || line->front() == ';') continue;
      if (line->front() == '[' && line->back() == ']')
        begin_table(line->substr(1, line->size() - 2));
      else
        take(*line);
    }
    return std::move(lines_);
  }

 private:
  [[noreturn]] void refuse(const std::string& why, const std::string& hint) const {
    throw Error(ErrorKind::usage, file_ + ":" + std::to_string(number_) + ": " + why, hint);
  }

  std::optional<std::string> next() {
    if (rest_.empty()) return std::nullopt;
    ++number_;
    const auto end = std::min(rest_.find('\n'), rest_.size());
    const std::string line(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!text::is_utf8(line)) refuse("these bytes are no UTF-8", "save the file as UTF-8");
    return CLI::detail::trim_copy(line);
  }

  void begin_table(const std::string& name) {
    table_ = name == "default" ? std::string() : name + ".";
    lines_.emplace("[" + name + "]", number_);
  }

  void take(const std::string& line) {
    const auto equals = line.find('=');
    const std::string name = CLI::detail::trim_copy(line.substr(0, equals));
    const auto [known, is_new] = lines_.emplace(table_ + name, number_);
    if (!is_new)
      refuse(name + " is set already in line " + std::to_string(known->second), "keep one of them");
    if (equals == std::string::npos) return;
    const std::string value =
        CLI::detail::trim_copy(line.substr(equals + 1, line.find('#', equals) - equals - 1));
    if (value.empty())
      refuse(name + " has no value", "leave out the line, or say for example " + name + " = 5");
    if (value.size() > 1 && value.front() == '[' && value.back() != ']') pass_list();
  }

  /// Skips the further lines of a list.
  void pass_list() {
    for (auto line = next(); line && (line->empty() || line->back() != ']'); line = next()) {
    }
  }

  std::string_view rest_;
  const std::string& file_;
  std::string table_;
  int number_ = 0;
  std::map<std::string, int> lines_;
};

}  // namespace

std::map<std::string, int> config_lines(std::string_view text, const std::string& file) {
  return Reader(text, file).run();
}

}  // namespace locker::cli
