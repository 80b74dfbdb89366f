#include "lib/json/outline.hpp"

#include <simdjson.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "lib/json/tokens.hpp"

namespace locker::json {
namespace {

using Parser = std::unique_ptr<simdjson::internal::dom_parser_implementation>;

/// Finds the tokens of a text; null if it is not valid text. Runs only the first stage of simdjson, which
/// reads no byte after the text and finds tokens, not values. Keeps the parser, because its table is four
/// times as large as the text, and the system clears memory no faster than the parser fills it.
const Parser& tokens_of(std::string_view text) {
  thread_local Parser parser;
  const simdjson::implementation* const implementation = simdjson::get_active_implementation();
  if (!parser || parser->capacity() < text.size())
    if (implementation->create_dom_parser_implementation(text.size(), simdjson::DEFAULT_MAX_DEPTH, parser))
      parser = nullptr;
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (parser && parser->stage1(bytes, text.size(), simdjson::stage1_mode::regular)) parser = nullptr;
  return parser;
}

std::string_view without_space_behind(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

class Outliner {
 public:
  explicit Outliner(const Tokens& tokens) : tokens_(tokens) {}

  std::optional<Outlines> list_in_document(std::string_view list) {
    std::size_t at = 0;
    std::optional<std::size_t> found;
    (void)each_member(at, [&](std::string_view name, std::size_t value) {
      if (name == list) found = value;
      return found ? kEnough : tokens_.behind(value);
    });
    return found && take_list(*found) ? std::optional(finished()) : std::nullopt;
  }

 private:
  static constexpr std::size_t kEnough = 0;

  /// Calls `take` with the name and the first value token of each member of the object at token `at`. `take`
  /// returns the token after the value, or kEnough to stop. Moves `at` behind the object. Returns false if it
  /// did not reach the object's end.
  template <class Take>
  bool each_member(std::size_t& at, Take take) {
    if (tokens_.kind(at++) != '{') return false;
    if (tokens_.kind(at) == '}') return ++at, true;
    for (;; ++at) {
      const auto name = name_at(at);
      if (!name) return false;
      at = take(*name, at + 2);
      if (at == kEnough || !ends_member(at)) return false;
      if (tokens_.kind(at) == '}') return ++at, true;
    }
  }

  [[nodiscard]] bool ends_member(std::size_t token) const {
    return tokens_.kind(token) == ',' || tokens_.kind(token) == '}';
  }

  /// Returns the member name at `token`; absent if there is no name without escapes.
  [[nodiscard]] std::optional<std::string_view> name_at(std::size_t token) const {
    if (tokens_.kind(token) != '"' || tokens_.kind(token + 1) != ':') return std::nullopt;
    const std::string_view quoted = without_space_behind(tokens_.between(token, token + 1));
    if (quoted.size() < 2 || quoted.back() != '"' || quoted.find('\\') != std::string_view::npos)
      return std::nullopt;
    return quoted.substr(1, quoted.size() - 2);
  }

  bool take_list(std::size_t token) {
    if (tokens_.kind(token) != '[') return false;
    std::size_t at = token + 1;
    for (bool more = tokens_.kind(at) != ']'; more; at += more ? 1 : 0) {
      if (!take_object(at)) return false;
      more = tokens_.kind(at) == ',';
    }
    if (tokens_.kind(at) != ']' || !ends_member(at + 1)) return false;
    outlines_.bytes = tokens_.between(token, at).substr(1);
    return true;
  }

  bool take_object(std::size_t& at) {
    const std::size_t begin = at;
    const std::size_t members_before = outlines_.members.size();
    const bool whole = each_member(at, [this](std::string_view name, std::size_t value) {
      const std::size_t behind = tokens_.behind(value);
      if (ends_member(behind))
        outlines_.members.push_back({name, without_space_behind(tokens_.between(value, behind))});
      return behind;
    });
    if (!whole) return false;
    outlines_.objects.push_back({tokens_.container(begin, at), {}});
    counts_.push_back(outlines_.members.size() - members_before);
    return true;
  }

  /// Links each object to its members, which do not move from now on.
  Outlines finished() {
    const Outline::Member* first = outlines_.members.data();
    for (std::size_t i = 0; i < counts_.size(); first += counts_[i++])
      outlines_.objects[i].members = {first, counts_[i]};
    return std::move(outlines_);
  }

  const Tokens& tokens_;
  Outlines outlines_;
  std::vector<std::size_t> counts_;
};

}  // namespace

std::string_view Outline::operator[](std::string_view name) const {
  const auto found = std::ranges::find(members, name, &Member::name);
  return found == members.end() ? std::string_view() : found->value;
}

std::optional<Outlines> outlined(std::string_view body, std::string_view list) {
  const Parser& parser = tokens_of(body);
  if (!parser) return std::nullopt;
  return Outliner(Tokens(body, *parser)).list_in_document(list);
}

}  // namespace locker::json
