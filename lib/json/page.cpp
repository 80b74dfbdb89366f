#include "lib/json/page.hpp"

#include <simdjson.h>

#include <bit>
#include <charconv>

#include "lib/base/error.hpp"

namespace locker::json {
namespace {

namespace dom = simdjson::dom;
namespace ondemand = simdjson::ondemand;

constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view trimmed(std::string_view raw) {
  const auto last = raw.find_last_not_of(kWhiteSpace);
  return raw.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

[[noreturn]] void malformed(simdjson::error_code error) {
  throw Error(ErrorKind::malformed, std::string("not readable as JSON: ") + simdjson::error_message(error));
}

/// Only objects become records; anything else in their place is not an answer of this service.
std::string_view raw_of(ondemand::value value) {
  ondemand::object object;
  std::string_view raw;
  if (auto error = value.get_object().get(object)) malformed(error);
  if (auto error = object.raw_json().get(raw)) malformed(error);
  return raw;
}

template <class Bits>
dom::element element_of(const Bits& bits) {
  return std::bit_cast<dom::element>(bits);
}

}  // namespace

bool Value::exists() const { return bits_.has_value(); }
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

/// The tree (simdjson's DOM) reads and checks everything; the lazy reader then finds where the
/// bytes of an element lie, which the tree does not keep.
struct Page::State {
  std::string_view body;
  simdjson::padded_string padded;
  dom::parser parser;
  dom::element root;
  mutable ondemand::parser lazy;
};

Page::Page(std::string_view body) : state_(std::make_unique<State>()) {
  static_assert(sizeof(Value::Bits) == sizeof(dom::element) && std::is_trivially_copyable_v<dom::element>);
  state_->body = body;
  state_->padded = simdjson::padded_string(body);
  if (const auto error = state_->parser.parse(state_->padded).get(state_->root)) malformed(error);
}

Page::Page(Page&&) noexcept = default;
Page& Page::operator=(Page&&) noexcept = default;
Page::~Page() = default;

Value Page::root() const { return Value(std::bit_cast<Value::Bits>(state_->root)); }

std::vector<std::string_view> Page::raw(std::initializer_list<std::string_view> path) const {
  std::vector<std::string_view> result;
  const auto keep = [&](std::string_view in_padded) {
    const std::string_view raw = trimmed(in_padded);
    const auto offset = static_cast<std::size_t>(raw.data() - state_->padded.data());
    result.push_back(state_->body.substr(offset, raw.size()));
  };
  ondemand::document document;
  if (const auto error = state_->lazy.iterate(state_->padded).get(document)) malformed(error);
  ondemand::value value;
  if (path.size() == 0 && document.get_value().get(value) != simdjson::SUCCESS) return result;
  bool first = true;
  for (const std::string_view key : path) {
    auto next = first ? document.find_field_unordered(key) : value.find_field_unordered(key);
    first = false;
    if (std::move(next).get(value) != simdjson::SUCCESS) return result;
  }
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return result;
  if (type == ondemand::json_type::object) {
    keep(raw_of(value));
  } else if (type == ondemand::json_type::array) {
    for (auto item : value.get_array()) keep(raw_of(item.value()));
  }
  return result;
}

}  // namespace locker::json
