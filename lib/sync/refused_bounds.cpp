#include "lib/sync/refused_bounds.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"
#include "lib/foreign/document.hpp"

namespace locker::sync {
namespace {

using nlohmann::json;

/// Elements read again without a bound are free within a day where reading is charged, so a refusal that was
/// a mistake costs little.
constexpr std::chrono::hours kRemembered{24};

}  // namespace

RefusedBounds::RefusedBounds(const Home& home, std::string_view account)
    : file_(home.account(account) / "bounds.json") {
  const json document = foreign::read(read_file(file_).value_or(""));
  if (!document.is_object()) return;
  for (const auto& [stream, time] : document.items())
    if (const auto refused = time.is_string() ? parse_rfc3339(time.get<std::string>()) : std::nullopt)
      refused_[stream] = *refused;
}

bool RefusedBounds::is_refused(const store::StreamName& stream, Instant now) const {
  const auto refused = refused_.find(stream.text());
  return refused != refused_.end() && refused->second <= now && now - refused->second < kRemembered;
}

void RefusedBounds::note(const store::StreamName& stream, Instant now) {
  refused_[stream.text()] = now;
  json document = json::object();
  for (const auto& [name, time] : refused_) document[name] = format_rfc3339(time);
  write_file_atomically(file_, document.dump(2) + "\n");
}

}  // namespace locker::sync
