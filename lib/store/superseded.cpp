#include "lib/store/superseded.hpp"

#include <algorithm>
#include <tuple>

#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

struct PlacedVersion {
  std::int64_t id = 0, shape = 0, ord = 0, observed = 0;
  bool from_elsewhere = false;  ///< not from the service itself: what it contains adds to what is known
  /// Orders it among the versions of its shape.
  [[nodiscard]] auto place() const { return std::tuple(ord, observed, id); }
};

std::vector<PlacedVersion> versions_of(const Database& database, std::int64_t record) {
  Scan scan(database.sqlite(),
            "SELECT id, shape, ord, observed, source <> 'api' FROM version WHERE record = ?1 ORDER BY id");
  scan.bind(1, record);
  std::vector<PlacedVersion> versions;
  while (scan.step())
    versions.push_back({scan.number(0), scan.number(1), scan.number(2), scan.number(3), scan.number(4) != 0});
  return versions;
}

bool was_overtaken(const PlacedVersion& version, const std::vector<PlacedVersion>& all) {
  return std::ranges::any_of(all, [&](const PlacedVersion& other) {
    return other.shape == version.shape && other.id < version.id && other.place() > version.place();
  });
}

/// Returns whether the service reported this edit before: what differs is no edit, such as the list of later
/// ones.
bool is_later_observation(const PlacedVersion& version, const std::vector<PlacedVersion>& all) {
  return !version.from_elsewhere && std::ranges::any_of(all, [&](const PlacedVersion& other) {
    return other.shape == version.shape && other.ord == version.ord && other.id < version.id;
  });
}

/// Returns the first change that comes after this version: by time for a later observation of an edit, else
/// the first change whose version comes after it; the end if there is none.
auto place_among(std::vector<Change>& changes, const PlacedVersion& version,
                 const std::vector<PlacedVersion>& all) {
  const bool by_time = is_later_observation(version, all);
  return std::ranges::find_if(changes, [&](const Change& change) {
    if (by_time) return change.seq > 0 && change.time >= from_millis(version.observed);
    const auto other = std::ranges::find(all, change.version, &PlacedVersion::id);
    return other != all.end() && other->place() > version.place();
  });
}

}  // namespace

void insert_superseded(const Database& database, std::vector<Change>& changes) {
  const auto named = std::ranges::find_if(changes, [](const Change& change) { return change.record != 0; });
  if (named == changes.end()) return;
  const Change record = *named;
  const auto all = versions_of(database, record.record);
  for (const auto& version : all) {
    if (!(version.from_elsewhere || was_overtaken(version, all)) ||
        std::ranges::find(changes, version.id, &Change::version) != changes.end())
      continue;
    Change seen = record;
    seen.seq = 0;
    seen.time = from_millis(version.observed);
    seen.action = "version";
    seen.stream.clear();
    seen.version = version.id;
    changes.insert(place_among(changes, version, all), seen);
  }
}

}  // namespace locker::store
