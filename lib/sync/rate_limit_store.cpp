#include "lib/sync/rate_limit_store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"

namespace locker::sync {
namespace {

using http::RateLimit;
using nlohmann::json;

std::filesystem::path file_of(const Home& home, std::string_view account) {
  return home.account(account) / "limits.json";
}

std::optional<RateLimit> read_one(const json& entry) {
  if (!entry.is_object() || !entry.value("window", json()).is_string() ||
      !entry.value("remaining", json()).is_number_integer())
    return std::nullopt;
  const auto time = [&](const char* name) {
    const auto text = entry.value(name, json());
    return text.is_string() ? parse_rfc3339(text.get<std::string>()) : std::nullopt;
  };
  const auto reset = time("reset"), told = time("told");
  if (!reset || !told) return std::nullopt;
  RateLimit limit{entry["window"].get<std::string>(), std::nullopt, entry["remaining"].get<std::int64_t>(),
                  *reset, *told};
  if (const auto most = entry.value("limit", json()); most.is_number_integer())
    limit.limit = most.get<std::int64_t>();
  return limit;
}

json written(const RateLimit& limit) {
  return {{"window", limit.window},
          {"limit", limit.limit ? json(*limit.limit) : json()},
          {"remaining", limit.remaining},
          {"reset", format_rfc3339(limit.reset)},
          {"told", format_rfc3339(limit.reported_at)}};
}

}  // namespace

std::vector<RateLimit> load_limits(const Home& home, std::string_view account) {
  const auto document = json::parse(read_file(file_of(home, account)).value_or(""), nullptr, false);
  std::vector<RateLimit> limits;
  if (document.is_array())
    for (const auto& entry : document)
      if (auto limit = read_one(entry)) limits.push_back(std::move(*limit));
  std::ranges::stable_sort(limits, {}, &RateLimit::remaining);
  return limits;
}

void save_limits(const Home& home, std::string_view account, const http::RateLimits& told) {
  const auto news = told.all();
  if (news.empty()) return;
  http::RateLimits all;
  for (const auto& limit : load_limits(home, account)) all.note(limit);
  for (const auto& limit : news) all.note(limit);
  json document = json::array();
  for (const auto& limit : all.all()) document.push_back(written(limit));
  write_file_atomically(file_of(home, account), document.dump(2) + "\n");
}

}  // namespace locker::sync
