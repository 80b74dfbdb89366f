#include <nlohmann/json.hpp>

#include "lib/store/fields.hpp"
#include "lib/store/health.hpp"
#include "lib/store/merged_json.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {
namespace {

constexpr auto kJsonOf =
    statement_of("SELECT coalesce(", kMergedJson,
                 ", v.raw) FROM record r JOIN version v ON v.id = r.head JOIN type t ON t.id = r.type"
                 " WHERE r.account = ? AND t.name = ? AND r.key = ? AND r.state = 0");

/// Returns the whole number at a dotted path of a JSON object.
std::optional<std::int64_t> number_at(const std::string& object, std::string_view path) {
  auto value = nlohmann::json::parse(object, nullptr, false);
  for (std::string_view rest = path; !rest.empty() && value.is_object();) {
    const auto dot = rest.find('.');
    const auto found = value.find(std::string(rest.substr(0, dot)));
    if (found == value.end()) return std::nullopt;
    value = nlohmann::json(*found);
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
  }
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

}  // namespace

bool Writer::has_form(std::string_view account, const RecordName& name, std::string_view shape) {
  return state_->context.statement
      .number(
          "SELECT 1 FROM record r JOIN type t ON t.id = r.type JOIN version v ON v.record = r.id"
          " JOIN shape s ON s.id = v.shape"
          " WHERE r.account = ? AND t.name = ? AND r.key = ? AND s.name = ? LIMIT 1",
          state_->require(account).id, name.type, name.key, shape)
      .has_value();
}

std::optional<std::string> Writer::key_of_alias(std::string_view account, const RecordName& alias) {
  auto& row = state_->context.statement(
      "SELECT r.key FROM alias a JOIN type t ON t.id = a.type JOIN record r ON r.id = a.record"
      " WHERE a.account = ? AND t.name = ? AND a.key = ?");
  Statements::bind_all(row, state_->require(account).id, alias.type, alias.key);
  std::optional<std::string> key;
  if (row.step()) key = text_of(row, 0);
  row.reset();
  return key;
}

std::string Writer::json_of(std::string_view account, const RecordName& name) {
  auto& row = state_->context.statement(kJsonOf.data());
  Statements::bind_all(row, state_->require(account).id, name.type, name.key);
  std::string json;
  if (row.step()) json = text_of(row, 0);
  row.reset();
  return json;
}

std::string Writer::field_of(std::string_view account, const RecordName& name, std::string_view field) {
  const std::string json = json_of(account, name);
  std::string value;
  for (const auto& one : top_level_fields(json))
    if (one.key == field) value = one.value;
  return value;
}

std::vector<std::string> Writer::unnamed_people(std::string_view account) {
  return store::unnamed_people(state_->context.database, state_->context.registry, account);
}

std::optional<std::int64_t> Writer::profile_number(std::string_view account, std::string_view path) {
  auto& row = state_->context.statement(
      "SELECT v.raw FROM type t CROSS JOIN record r ON r.type = t.id JOIN version v ON v.id = r.head"
      " WHERE r.account = ? AND t.name LIKE 'profile/%' AND r.state = 0 ORDER BY r.sort DESC LIMIT 1");
  Statements::bind_all(row, state_->require(account).id);
  const std::string raw(row.step() ? text_of(row, 0) : std::string_view());
  row.reset();
  return number_at(raw, path);
}

std::optional<std::int64_t> Writer::profile_number_on(std::string_view account, std::string_view path,
                                                      Instant day) {
  // A day has no sample if the next fetch found the same counters.
  auto& row = state_->context.statement(
      "SELECT s.counters FROM type t CROSS JOIN record r ON r.type = t.id JOIN sample s ON s.record = r.id"
      " WHERE r.account = ? AND t.name LIKE 'profile/%' AND r.state = 0 AND s.day >= ? ORDER BY s.day LIMIT "
      "1");
  Statements::bind_all(row, state_->require(account).id, utc_day(day));
  const bool is_sampled = row.step();
  const std::string counters(is_sampled ? text_of(row, 0) : std::string_view());
  row.reset();
  return is_sampled ? number_at(counters, path) : profile_number(account, path);
}

}  // namespace locker::store
