#include "lib/store/fields.hpp"

#include <cstddef>

namespace locker::store {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool take(char expected) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  /// Reads a string's bytes up to its closing quote.
  std::string_view string() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    const std::size_t end = at_ < text_.size() ? at_ : text_.size();
    at_ = end + 1;
    return text_.substr(begin, end - begin);
  }

  /// Reads any value up to the comma or bracket after it.
  std::string_view value() {
    skip_space();
    const std::size_t begin = at_;
    for (int depth = 0; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        string();
        --at_;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (depth > 0 && (c == '}' || c == ']')) {
        --depth;
      } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
        break;
      }
    }
    const std::string_view raw = text_.substr(begin, at_ - begin);
    const auto last = raw.find_last_not_of(kWhiteSpace);
    return raw.substr(0, last == std::string_view::npos ? 0 : last + 1);
  }

 private:
  void skip_space() {
    const auto next = text_.find_first_not_of(kWhiteSpace, at_);
    at_ = next == std::string_view::npos ? text_.size() : next;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void each_field(std::string_view object, const std::function<void(const Field&)>& take) {
  Scanner scanner(object);
  if (!scanner.take('{')) return;
  while (scanner.take('"')) {
    Field field;
    field.key = scanner.string();
    if (!scanner.take(':')) break;
    field.value = scanner.value();
    take(field);
    if (!scanner.take(',')) break;
  }
}

std::vector<Field> top_level_fields(std::string_view object) {
  std::vector<Field> fields;
  each_field(object, [&fields](const Field& field) { fields.push_back(field); });
  return fields;
}

std::vector<std::string_view> array_elements(std::string_view array) {
  std::vector<std::string_view> elements;
  Scanner scanner(array);
  if (!scanner.take('[') || scanner.take(']')) return elements;
  do elements.push_back(scanner.value());
  while (scanner.take(','));
  return elements;
}

bool is_one_line(std::string_view json) {
  return json.find('\n') == std::string_view::npos && json.find('\r') == std::string_view::npos;
}

std::string in_one_line(std::string_view json) {
  if (is_one_line(json)) return std::string(json);
  std::string line;
  bool in_string = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (!in_string && kWhiteSpace.find(c) != std::string_view::npos) continue;
    line += c;
    if (in_string && c == '\\' && at + 1 < json.size())
      line += json[++at];
    else if (c == '"')
      in_string = !in_string;
  }
  return line;
}

}  // namespace locker::store
