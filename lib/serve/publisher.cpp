#include "lib/serve/publisher.hpp"

#include <array>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/hex.hpp"
#include "lib/base/trim.hpp"
#include "lib/foreign/document.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/json/canonical.hpp"
#include "lib/json/page.hpp"
#include "lib/store/status.hpp"
#include "lib/store/write/digest.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::serve {
namespace {

/// Of a type and of an id, which become headers of each delivery.
constexpr std::size_t kLongestName = 1024;

/// Where services of any kind keep what a person searches, and when it was.
constexpr std::array<std::string_view, 5> kTexts{"text", "message", "description", "title", "content"};
constexpr std::array<std::string_view, 4> kNames{"name", "screen_name", "username", "title"};
constexpr std::array<std::string_view, 6> kTimes{"created_at", "createdAt", "created_time",
                                                 "time",       "timestamp", "at"};

template <std::size_t N>
std::string first_text(json::Value object, const std::array<std::string_view, N>& names) {
  for (const auto name : names)
    if (const auto text = object[name].string(); text && !text->empty()) return std::string(*text);
  return {};
}

/// RFC 3339, or a number of seconds or milliseconds since 1970.
std::optional<Instant> time_of(json::Value value) {
  constexpr std::int64_t kMillisBegin = 100'000'000'000;    // read as seconds that were the year 5138
  constexpr std::int64_t kMillisEnd = 253'402'300'800'000;  // the year 10000, which RFC 3339 cannot spell
  if (const auto text = value.string())
    if (const auto time = parse_rfc3339(*text)) return time;
  const auto number = value.integer();
  if (!number || *number <= 0 || *number >= kMillisEnd) return std::nullopt;
  return from_millis(*number < kMillisBegin ? *number * 1'000 : *number);
}

std::optional<Instant> own_time(json::Value object) {
  for (const auto name : kTimes)
    if (const auto time = time_of(object[name])) return time;
  return std::nullopt;
}

/// A member of an object as it is spelled; empty: there is none.
std::string member_at(std::string_view raw, const std::string& name) {
  const std::string only = json::extract(raw, {name});
  const auto begin = name.size() + std::string_view(R"({"":)").size();
  return only.size() > begin ? only.substr(begin, only.size() - begin - 1) : std::string();
}

/// Numbers of more digits than any type holds are ids, too.
bool is_number(std::string_view spelled) {
  return !spelled.empty() && (spelled.front() == '-' || (spelled.front() >= '0' && spelled.front() <= '9'));
}

/// 2011's core took more than objects.
bool is_publishable(json::Value value) {
  return value.is_object() || value.is_array() || !value.text().empty();
}

std::string id_of(json::Value object, std::string_view raw) {
  for (const auto name : {"id", "id_str"}) {
    const json::Value id = object[name];
    if (const auto text = id.string(); text && !text->empty()) return std::string(*text);
    if (auto spelled = object.is_object() ? member_at(raw, name) : std::string(); is_number(spelled))
      return spelled;
  }
  return to_hex(store::sha256(raw));
}

store::Observation observation_of(const std::string& type, std::string_view raw, json::Value object) {
  store::Observation observation;
  observation.type = type;
  observation.key = id_of(object, raw);
  observation.shape = store::kPublished;
  observation.raw = raw;
  observation.time = own_time(object);
  observation.text = first_text(object, kTexts);
  observation.name = first_text(object, kNames);
  return observation;
}

std::optional<Publication> read_fields(std::string_view form) {
  const auto fields = http::parse_form(form);
  const auto type = fields.find("type"), object = fields.find("obj");
  if (type == fields.end() || object == fields.end()) return std::nullopt;
  return Publication{type->second, std::string(trimmed(object->second))};
}

std::optional<Publication> read_document(std::string_view json) {
  const json::Page page(json);
  const auto type = page.root()["type"].text();
  const auto object = page.root()["obj"];
  if (!is_publishable(object)) return std::nullopt;
  return Publication{std::string(type),
                     object.is_object() ? std::string(page.raw({"obj"}).front()) : member_at(json, "obj")};
}

}  // namespace

std::optional<Publication> read_publication(std::string_view body, bool is_form) {
  try {
    auto publication = is_form ? read_fields(body) : read_document(body);
    if (!publication || foreign::is_too_deep(publication->object)) return std::nullopt;
    const json::Page page(publication->object);
    if (!is_publishable(page.root()) || publication->type.empty() ||
        publication->type.size() > kLongestName ||
        id_of(page.root(), publication->object).size() > kLongestName)
      return std::nullopt;
    return publication;
  } catch (const Error&) {
    return std::nullopt;  // no JSON
  }
}

Publisher::Publisher(Home home, const connector::Registry& registry, const Clock& clock)
    : home_(std::move(home)), registry_(registry), clock_(clock) {}

Publisher::~Publisher() = default;

void Publisher::publish(const std::string& service, const Publication& publication) {
  const json::Page parsed(publication.object);
  const auto observation = observation_of(publication.type, publication.object, parsed.root());
  const std::lock_guard guard(mutex_);
  if (!writer_) writer_ = std::make_unique<store::Writer>(home_, registry_);
  const Instant now = clock_.now();
  writer_->ensure_account(service, service, std::nullopt, now);
  store::Page page = writer_->begin_page(service, {store::kPublished, {}}, 0, 0, now, now, "published");
  page.store({observation}, {});
  page.commit();
}

}  // namespace locker::serve
