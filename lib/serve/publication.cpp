#include "lib/serve/publication.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lib/base/hex.hpp"
#include "lib/base/trim.hpp"
#include "lib/foreign/document.hpp"
#include "lib/foreign/reach.hpp"
#include "lib/serve/form_body.hpp"
#include "lib/serve/members.hpp"
#include "lib/serve/state/object.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/digest.hpp"

namespace locker::serve {
namespace {

/// Greatest length of a type and of an id, which become headers of each delivery.
constexpr std::size_t kLongestName = 1024;

/// Members in which services store the searchable text, the name and the time.
constexpr std::array<std::string_view, 5> kTextMembers{"text", "message", "description", "title", "content"};
constexpr std::array<std::string_view, 4> kNameMembers{"name", "screen_name", "username", "title"};
constexpr std::array<std::string_view, 6> kTimeMembers{"created_at", "createdAt", "created_time",
                                                       "time",       "timestamp", "at"};

/// The members that are parsed at the top level of an object; all others are only stored.
constexpr auto kRead = [] {
  std::array<std::string_view, 2 + kTextMembers.size() + kNameMembers.size() + kTimeMembers.size()> names{
      "id", "id_str"};
  auto end = names.begin() + 2;
  end = std::copy(kTextMembers.begin(), kTextMembers.end(), end);
  end = std::copy(kNameMembers.begin(), kNameMembers.end(), end);
  std::copy(kTimeMembers.begin(), kTimeMembers.end(), end);
  return names;
}();

Members members_of(std::string_view object) { return serve::members(object, kRead); }

/// Returns the text of a member; empty if there is none.
std::string text_in(const Members& members, std::string_view name) {
  const auto found = members.find(name);
  return found == members.end() ? std::string() : text_of(found->second).value_or(std::string());
}

template <std::size_t N>
std::string first_text(const Members& members, const std::array<std::string_view, N>& names) {
  for (const auto name : names)
    if (auto text = text_in(members, name); !text.empty()) return text;
  return {};
}

/// Parses RFC 3339, or a number of seconds or milliseconds since 1970, which may be a string.
std::optional<Instant> time_of(std::string_view spelled) {
  constexpr std::int64_t kMillisBegin = 100'000'000'000;    // as seconds this would be the year 5138
  constexpr std::int64_t kMillisEnd = 253'402'300'800'000;  // the year 10000, which RFC 3339 cannot represent
  constexpr std::size_t kLongest = 64;
  if (spelled.size() > kLongest) return std::nullopt;
  const auto text = text_of(spelled);
  if (text)
    if (const auto time = parse_rfc3339(*text)) return time;
  const std::string_view digits = text ? std::string_view(*text) : spelled;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (number <= 0 || number >= kMillisEnd) return std::nullopt;
  return from_millis(number < kMillisBegin ? number * 1'000 : number);
}

std::optional<Instant> own_time(const Members& members) {
  for (const auto name : kTimeMembers)
    if (const auto found = members.find(name); found != members.end())
      if (const auto time = time_of(found->second)) return time;
  return std::nullopt;
}

/// True for any number: ids may have more digits than any type holds.
bool is_number(std::string_view spelled) {
  return !spelled.empty() && (spelled.front() == '-' || (spelled.front() >= '0' && spelled.front() <= '9'));
}

/// True for values that are truthy in JavaScript, like in the 2011 core.
bool is_publishable(std::string_view spelled) {
  if (is_number(spelled)) {
    const auto mantissa = spelled.substr(0, spelled.find_first_of("eE"));
    return mantissa.find_first_of("123456789") != std::string_view::npos;
  }
  return !spelled.empty() && spelled != "null" && spelled != "false" && spelled != R"("")";
}

/// True for a number whose last digits JavaScript changes: it has no integers beyond 2^53.
bool may_be_rounded(std::string_view number) {
  constexpr std::size_t kExactDigits = 15;
  return number.size() > kExactDigits;
}

/// Returns the text of an id. Without lone surrogates, which UTF-8 cannot represent, different ids would be
/// the same: an id with such is returned as it is spelled.
std::string id_text(const Members& members, std::string_view name) {
  const auto found = members.find(name);
  auto text = text_in(members, name);
  if (text.empty()) return text;
  std::string replaced(found->second);
  foreign::replace_lone_surrogates(replaced);
  return replaced == found->second ? text : std::string(found->second.substr(1, found->second.size() - 2));
}

std::string id_of(const Members& members, std::string_view raw) {
  auto spelled = id_text(members, "id_str");
  if (auto text = id_text(members, "id"); !text.empty()) return text;
  const auto found = members.find("id");
  const bool is_numeric = found != members.end() && is_number(found->second);
  if (is_numeric && (spelled.empty() || !may_be_rounded(found->second))) return std::string(found->second);
  if (!spelled.empty()) return spelled;
  const auto numeric = members.find("id_str");
  if (numeric != members.end() && is_number(numeric->second)) return std::string(numeric->second);
  return to_hex(store::sha256(raw));
}

/// Parses a form. An `obj` that is no JSON becomes a string.
std::optional<Publication> read_fields(std::string_view form) {
  const auto fields = read_form_body(form);
  const auto type = fields.find("type"), object = fields.find("obj");
  if (type == fields.end() || object == fields.end()) return std::nullopt;
  std::string spelled(trimmed(object->second));
  if (foreign::is_too_deep(spelled)) return std::nullopt;
  if (!spelled.empty() && !foreign::is_json(spelled)) spelled = dumped(object->second);
  return Publication{type->second, std::move(spelled)};
}

std::optional<Publication> read_document(std::string_view json) {
  constexpr std::array<std::string_view, 2> kWanted{"type", "obj"};
  if (!foreign::is_json(json)) return std::nullopt;
  const auto members = serve::members(json, kWanted);
  const auto object = members.find("obj");
  if (object == members.end()) return std::nullopt;
  return Publication{text_in(members, "type"), std::string(object->second)};
}

}  // namespace

std::optional<Publication> read_publication(std::string_view body, bool is_form) {
  auto publication = is_form ? read_fields(body) : read_document(body);
  if (!publication || !is_publishable(publication->object) || publication->type.empty() ||
      publication->type.size() > kLongestName ||
      id_of(members_of(publication->object), publication->object).size() > kLongestName)
    return std::nullopt;
  return publication;
}

store::Observation observation_of(const Publication& publication) {
  const auto members = members_of(publication.object);
  store::Observation observation;
  observation.type = publication.type;
  observation.key = id_of(members, publication.object);
  observation.shape = store::kPublished;
  observation.raw = publication.object;
  observation.time = own_time(members);
  observation.text = first_text(members, kTextMembers);
  observation.name = first_text(members, kNameMembers);
  return observation;
}

}  // namespace locker::serve
