#include "lib/json/page.hpp"

#include <simdjson.h>

#include <bit>
#include <charconv>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/foreign/reach.hpp"
#include "lib/json/tokens.hpp"

namespace locker::json {
namespace {

namespace dom = simdjson::dom;

[[noreturn]] void malformed(simdjson::error_code error) {
  throw Error(ErrorKind::malformed, std::string("not readable as JSON: ") + simdjson::error_message(error));
}

/// Throws Error{malformed}. Recognizes a web page, which a network's sign-in page or a proxy may send in the
/// service's place.
[[noreturn]] void unreadable(std::string_view body, simdjson::error_code error) {
  const auto first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || body[first] != '<') malformed(error);
  throw Error(
      ErrorKind::malformed, "a web page came instead of JSON",
      "a network's sign-in page or a proxy may have answered in the service's place; open any page in a "
      "browser, then run it again");
}

/// A value, its first token and, for an array, the bytes of its elements.
struct Place {
  dom::element value;
  std::size_t token = 0;
  std::vector<std::string_view> elements;
};

/// Appends the bytes of an array's elements to `bytes`. Returns the token after the array.
std::size_t read_elements(const Tokens& tokens, const Place& array, std::vector<std::string_view>& bytes) {
  std::size_t token = array.token + 1;
  if (tokens.kind(token) == ']') return token + 1;
  for (;;) {
    const std::size_t behind = tokens.behind(token);
    bytes.push_back(tokens.container(token, behind));
    if (tokens.kind(behind) != ',') return behind + 1;
    token = behind + 1;
  }
}

/// Returns the members of an object, in order.
std::vector<Place> members_of(const Tokens& tokens, dom::object object, std::size_t token) {
  std::vector<Place> members;
  std::size_t key = token + 1;
  for (const auto& field : object) {
    Place& member = members.emplace_back(Place{field.value, key + 2, {}});
    const std::size_t behind = member.value.is_array() ? read_elements(tokens, member, member.elements)
                                                       : tokens.behind(member.token);
    key = behind + 1;
  }
  return members;
}

template <class Bits>
dom::element element_of(const Bits& bits) {
  return std::bit_cast<dom::element>(bits);
}

}  // namespace

bool Value::exists() const { return bits_.has_value(); }
bool Value::is_null() const { return bits_ && element_of(*bits_).is_null(); }
bool Value::is_object() const { return bits_ && element_of(*bits_).is_object(); }
bool Value::is_array() const { return bits_ && element_of(*bits_).is_array(); }

Value Value::operator[](std::string_view key) const {
  if (!is_object()) return {};
  dom::element found;
  if (element_of(*bits_).at_key(key).get(found) != simdjson::SUCCESS) return {};
  return Value(std::bit_cast<Bits>(found));
}

Value Value::either(std::string_view key, std::string_view other) const {
  const Value first = (*this)[key];
  return first.exists() ? first : (*this)[other];
}

std::optional<std::string_view> Value::string() const {
  std::string_view text;
  if (!bits_ || element_of(*bits_).get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

std::string_view Value::text(std::string_view fallback) const { return string().value_or(fallback); }

std::optional<std::int64_t> Value::integer() const {
  if (!bits_) return std::nullopt;
  std::int64_t number = 0;
  if (element_of(*bits_).get_int64().get(number) == simdjson::SUCCESS) return number;
  const auto digits = string();
  if (!digits) return std::nullopt;
  const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), number);
  if (error != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
  return number;
}

std::optional<bool> Value::boolean() const {
  bool truth = false;
  if (!bits_ || element_of(*bits_).get_bool().get(truth) != simdjson::SUCCESS) return std::nullopt;
  return truth;
}

std::vector<Value> Value::items() const {
  std::vector<Value> result;
  dom::array array;
  if (!bits_ || element_of(*bits_).get_array().get(array) != simdjson::SUCCESS) return result;
  for (const dom::element item : array) result.push_back(Value(std::bit_cast<Bits>(item)));
  return result;
}

std::vector<Value::Member> Value::members() const {
  std::vector<Member> result;
  dom::object object;
  if (!bits_ || element_of(*bits_).get_object().get(object) != simdjson::SUCCESS) return result;
  for (const auto& field : object) result.push_back({field.key, Value(std::bit_cast<Bits>(field.value))});
  return result;
}

/// A parser allocates fourteen times the size of the document. For documents of a few KB that takes longer
/// than parsing them, so each thread keeps one parser for its next page.
class KeptParser {
 public:
  KeptParser() : parser_(std::exchange(spare(), nullptr)) {
    if (!parser_) parser_ = std::make_unique<dom::parser>();
  }
  ~KeptParser() {
    constexpr std::size_t kLargest = std::size_t{64} << 10;
    if (parser_->capacity() <= kLargest) spare() = std::move(parser_);
  }
  KeptParser(const KeptParser&) = delete;
  KeptParser& operator=(const KeptParser&) = delete;
  dom::parser* operator->() const { return parser_.get(); }

 private:
  static std::unique_ptr<dom::parser>& spare() {
    thread_local std::unique_ptr<dom::parser> parser;
    return parser;
  }
  std::unique_ptr<dom::parser> parser_;
};

/// The tree (simdjson's DOM) parses and checks everything. The tokens give the position of an element's
/// bytes, which the tree does not.
struct Page::State {
  std::string_view body;
  std::size_t gap = 0, unread = 0;  ///< position in `body` of the bytes left out, and their number
  simdjson::padded_string padded;   ///< the other bytes, as given to the parser
  KeptParser parser;
  dom::element root;
  /// The members of objects looked up before, by the token of the object.
  mutable std::map<std::size_t, std::vector<Place>> known;

  /// Parses again after replacing lone surrogates and numbers that the parser cannot represent. Returns false
  /// if there are none or if that fails too.
  [[nodiscard]] bool parse_with_replacements() {
    std::string copy{std::string_view(padded)};
    foreign::replace_lone_surrogates(copy);
    foreign::blank_great_numbers(copy);
    if (copy == std::string_view(padded)) return false;
    padded = simdjson::padded_string(copy);
    return parser->parse(padded).get(root) == simdjson::SUCCESS;
  }

  [[nodiscard]] Tokens tokens() const { return {padded, *parser->implementation}; }

  /// Returns the bytes of `body` that `bytes`, a part of `padded`, came from.
  [[nodiscard]] std::string_view sent(std::string_view bytes) const {
    const auto sent_at = [this](std::size_t at) { return at < gap ? at : at + unread; };
    const auto begin = static_cast<std::size_t>(bytes.data() - padded.data());
    const std::size_t last = sent_at(begin + bytes.size() - 1);
    return body.substr(sent_at(begin), last + 1 - sent_at(begin));
  }

  /// Returns the first member of that name, as Value's operator[] finds it; null if there is none.
  [[nodiscard]] const Place* member(const Place& here, std::string_view name) const {
    dom::object object;
    if (here.value.get_object().get(object) != simdjson::SUCCESS) return nullptr;
    const auto [members, is_new] = known.try_emplace(here.token);
    if (is_new) members->second = members_of(tokens(), object, here.token);
    std::size_t at = 0;
    for (const auto& field : object) {
      if (field.key == name) return &members->second[at];
      ++at;
    }
    return nullptr;
  }

  /// Returns the value at `path`; absent if there is none.
  [[nodiscard]] std::optional<Place> find(std::initializer_list<std::string_view> path) const {
    Place here{root, 0, {}};
    if (path.size() == 0 && root.is_array()) (void)read_elements(tokens(), here, here.elements);
    const Place* found = &here;
    for (const std::string_view name : path)
      if (found = member(*found, name); !found) return std::nullopt;
    return *found;
  }
};

Page::Page(std::string_view body) : Page(body, {}) {}

Page::Page(std::string_view body, std::string_view unread) : state_(std::make_unique<State>()) {
  static_assert(sizeof(Value::Bits) == sizeof(dom::element) && std::is_trivially_copyable_v<dom::element>);
  state_->body = body;
  if (unread.empty()) {
    state_->padded = simdjson::padded_string(body);
  } else {
    state_->gap = static_cast<std::size_t>(unread.data() - body.data());
    state_->unread = unread.size();
    std::string rest(body.substr(0, state_->gap));
    rest += body.substr(state_->gap + state_->unread);
    state_->padded = simdjson::padded_string(rest);
  }
  const auto error = state_->parser->parse(state_->padded).get(state_->root);
  if (error && !state_->parse_with_replacements()) unreadable(body, error);
}

Page::Page(Page&&) noexcept = default;
Page& Page::operator=(Page&&) noexcept = default;
Page::~Page() = default;

Value Page::root() const { return Value(std::bit_cast<Value::Bits>(state_->root)); }

std::vector<std::string_view> Page::raw(std::initializer_list<std::string_view> path) const {
  auto here = state_->find(path);
  if (!here) return {};
  if (here->value.is_object()) {
    const Tokens tokens = state_->tokens();
    return {state_->sent(tokens.container(here->token, tokens.behind(here->token)))};
  }
  dom::array array;
  if (here->value.get_array().get(array) != simdjson::SUCCESS) return {};
  // Only objects become records; anything else in their place is not a response of this service.
  for (const dom::element item : array)
    if (!item.is_object()) malformed(simdjson::INCORRECT_TYPE);
  for (auto& bytes : here->elements) bytes = state_->sent(bytes);
  return std::move(here->elements);
}

}  // namespace locker::json
