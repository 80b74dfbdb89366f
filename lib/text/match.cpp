#include "lib/text/match.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

#include "lib/base/error.hpp"
#include "lib/base/join.hpp"
#include "lib/text/segment.hpp"

namespace locker::text {
namespace {

enum class Kind { phrase, conjunction, disjunction, negation, open, close };

struct Token {
  Kind kind;
  std::string text;
  std::string typed;  ///< the input that a phrase was made from
};

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::usage, "the search has " + what,
              "quote words that are meant literally, for example '\"AND\"'");
}

/// Returns the segments of a word as one FTS5 phrase; absent if it has none.
std::optional<Token> phrase(std::string_view word, bool prefix) {
  const std::string segments = segment(word);
  if (segments.empty()) return std::nullopt;
  return Token{Kind::phrase, "\"" + segments + "\"" + (prefix ? "*" : ""), std::string(word)};
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
    tokens_.push_back({opens ? Kind::open : Kind::close, std::string(text_.substr(0, 1)), {}});
    text_.remove_prefix(1);
  }

  void take_word() {
    const auto end = std::min(text_.find_first_of(" \t\r\n\"()"), text_.size());
    std::string_view word = text_.substr(0, end);
    text_.remove_prefix(end);
    if (word == "AND") return tokens_.push_back({Kind::conjunction, "AND", {}});
    if (word == "OR") return tokens_.push_back({Kind::disjunction, "OR", {}});
    if (word == "NOT") return tokens_.push_back({Kind::negation, "NOT", {}});
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

std::vector<Token> tokens_of(const std::vector<std::string>& words) { return Tokenizer(joined(words)).run(); }

/// Returns true if the word has a sign that is part of a name (C++, C#, R&D, #tag, @name). Punctuation only
/// separates words.
bool has_sign(std::string_view word) {
  return word.find_first_of("#$%&+<=>@\\^_`|~") != std::string_view::npos;
}

/// Returns the text without case, accents, and wide forms of letters and signs; absent if it is not UTF-8.
std::optional<std::string> folded(std::string_view text) {
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE |
                                                           UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
  utf8proc_uint8_t* bytes = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &bytes, kOptions);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(bytes, &std::free);
  if (length < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

/// Returns true for a byte of a folded word, including words beyond ASCII, whose bytes are all above 0x7F.
bool is_in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

/// Returns true if the text contains the word, both folded, other than as a part of a longer word.
bool stands_in(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_in_word(word.front()) || !is_in_word(text[at - 1]);
    const auto end = at + word.size();
    if (begins && (end == text.size() || !is_in_word(word.back()) || !is_in_word(text[end]))) return true;
  }
  return false;
}

}  // namespace

SignedWords::SignedWords(const std::vector<std::string>& words) {
  const auto tokens = tokens_of(words);
  const auto is_choice = [](const Token& token) {
    return token.kind == Kind::disjunction || token.kind == Kind::negation;
  };
  if (std::ranges::any_of(tokens, is_choice)) return;
  for (const auto& token : tokens) {
    const bool is_prefix = token.text.ends_with('*');
    for (std::string_view rest = token.typed; !rest.empty();) {
      const auto end = std::min(rest.find(' '), rest.size());
      const auto word = folded(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (word && has_sign(*word) && !(is_prefix && rest.empty())) words_.push_back(*word);
    }
  }
}

bool SignedWords::stand_in(std::string_view text, std::string_view name) const {
  if (words_.empty()) return true;
  const auto all = folded(std::string(text) + "\n@" + std::string(name));
  return !all || std::ranges::all_of(words_, [&](const std::string& word) { return stands_in(*all, word); });
}

std::string fts_query(const std::vector<std::string>& words) {
  std::string query;
  std::optional<Kind> last;
  for (const auto& token : tokens_of(words)) {
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
