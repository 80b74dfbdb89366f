#include "lib/text/match.hpp"

#include <algorithm>
#include <optional>

#include "lib/base/error.hpp"
#include "lib/text/segment.hpp"

namespace locker::text {
namespace {

enum class Kind { phrase, conjunction, disjunction, negation, open, close };

struct Token {
  Kind kind;
  std::string text;
};

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "the search has " + what,
              "quote words that are meant literally, for example '\"AND\"'");
}

/// The segments of a word as one FTS5 phrase; absent if it has none.
std::optional<Token> phrase(std::string_view word, bool prefix) {
  const std::string segments = segment(word);
  if (segments.empty()) return std::nullopt;
  return Token{Kind::phrase, "\"" + segments + "\"" + (prefix ? "*" : "")};
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (skip_space()) {
      if (text_.front() == '"')
        take_quoted();
      else if (text_.front() == '(' || text_.front() == ')')
        take_bracket();
      else
        take_word();
    }
    if (depth_ > 0) refuse("an open bracket");
    return std::move(tokens_);
  }

 private:
  bool skip_space() {
    const auto next = text_.find_first_not_of(" \t\r\n");
    text_.remove_prefix(next == std::string_view::npos ? text_.size() : next);
    return !text_.empty();
  }

  bool take_star() {
    if (text_.empty() || text_.front() != '*') return false;
    text_.remove_prefix(1);
    return true;
  }

  void take_quoted() {
    const auto end = text_.find('"', 1);
    if (end == std::string_view::npos) refuse("an open quote");
    const std::string_view quoted = text_.substr(1, end - 1);
    text_.remove_prefix(end + 1);
    if (auto token = phrase(quoted, take_star())) tokens_.push_back(std::move(*token));
  }

  void take_bracket() {
    const bool opens = text_.front() == '(';
    depth_ += opens ? 1 : -1;
    if (depth_ < 0) refuse("a bracket that was never opened");
    tokens_.push_back({opens ? Kind::open : Kind::close, std::string(text_.substr(0, 1))});
    text_.remove_prefix(1);
  }

  void take_word() {
    const auto end = std::min(text_.find_first_of(" \t\r\n\"()"), text_.size());
    std::string_view word = text_.substr(0, end);
    text_.remove_prefix(end);
    if (word == "AND") return tokens_.push_back({Kind::conjunction, "AND"});
    if (word == "OR") return tokens_.push_back({Kind::disjunction, "OR"});
    if (word == "NOT") return tokens_.push_back({Kind::negation, "NOT"});
    const bool prefix = word.size() > 1 && word.back() == '*';
    if (prefix) word.remove_suffix(1);
    if (auto token = phrase(word, prefix)) tokens_.push_back(std::move(*token));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  int depth_ = 0;
};

bool is_operator(Kind kind) {
  return kind == Kind::conjunction || kind == Kind::disjunction || kind == Kind::negation;
}

bool begins_operand(Kind kind) { return kind == Kind::phrase || kind == Kind::open; }
bool ends_operand(Kind kind) { return kind == Kind::phrase || kind == Kind::close; }

}  // namespace

std::string fts_query(const std::vector<std::string>& words) {
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word;
  std::string query;
  std::optional<Kind> last;
  for (const auto& token : Tokenizer(joined).run()) {
    const bool after_operand = last && ends_operand(*last);
    if (is_operator(token.kind) && !after_operand) refuse("nothing before " + token.text);
    if (token.kind == Kind::close && !after_operand) refuse("nothing between brackets");
    if (begins_operand(token.kind) && after_operand) query += " AND";
    query += (query.empty() ? "" : " ") + token.text;
    last = token.kind;
  }
  if (last && is_operator(*last)) refuse("nothing after its last operator");
  return query;
}

}  // namespace locker::text
