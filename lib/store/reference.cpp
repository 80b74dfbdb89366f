#include "lib/store/reference.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/store/found.hpp"
#include "lib/store/web_address.hpp"

namespace locker::store {
namespace {

/// Returns every way to read the reference as an id; the first one that finds anything counts.
std::vector<Wanted> readings(std::string_view reference) {
  std::vector<Wanted> result;
  const auto colon = reference.find(':');
  const std::string account(colon == std::string_view::npos ? std::string_view()
                                                            : reference.substr(0, colon));
  const std::string_view rest = colon == std::string_view::npos ? reference : reference.substr(colon + 1);
  const auto add = [&](std::string_view type, std::string_view id) {
    result.push_back({account, std::string(type), std::string(id)});
  };
  const auto first = rest.find('/');
  if (first != std::string_view::npos) {
    const auto second = rest.find('/', first + 1);
    if (second != std::string_view::npos) add(rest.substr(0, second), rest.substr(second + 1));
    add(rest.substr(0, first), rest.substr(first + 1));
  }
  add("", rest);
  if (colon != std::string_view::npos) result.push_back({"", "", std::string(reference)});
  return result;
}

std::string long_form(const Resolved& found) { return found.account + ":" + found.type + "/" + found.id; }

struct Led {
  Resolved to;
  bool names_it = true;  ///< otherwise the reference leads to something on its page
};

/// Absent if nothing was found.
std::optional<Led> only_one(std::string_view reference, std::vector<Resolved> found, bool names_it) {
  if (found.empty()) return std::nullopt;
  if (found.size() == 1) return Led{std::move(found.front()), names_it};
  std::string candidates;
  for (const auto& one : found) candidates += (candidates.empty() ? "" : ", ") + long_form(one);
  throw Error(ErrorKind::usage, "\"" + std::string(reference) + "\" could be " + candidates,
              "say which of them you mean");
}

/// The ways in which a web address may name a record, in the order in which they are tried.
struct AddressLookup {
  std::vector<Resolved> (*find)(SQLite::Database&, const connector::Registry&, std::string_view address);
  bool names_it = true;
};
constexpr AddressLookup kAddressLookups[] = {{found_at},
                                             {found_by_similar_address},
                                             {found_by_former_address},
                                             {found_by_handle},
                                             {found_around, false}};

Led follow(const Database& database, const connector::Registry& registry, std::string_view reference) {
  auto& sqlite = database.sqlite();
  if (reference.find("://") == std::string_view::npos) {
    for (const auto& wanted : readings(reference))
      if (auto led = only_one(reference, find(sqlite, wanted), true)) return *led;
    for (const auto& wanted : readings(reference))
      if (auto led = only_one(reference, find_abbreviated(sqlite, wanted), true)) return *led;
  }
  for (const auto& way : kAddressLookups)
    if (auto led = only_one(reference, way.find(sqlite, registry, reference), way.names_it)) return *led;
  throw Error(ErrorKind::gone, "\"" + std::string(reference) + "\" is not in this locker",
              "find it with \"locker query WORDS\"; a reference is ACCOUNT:TYPE/ID, an id or a web address");
}

}  // namespace

Resolved resolve(const Database& database, const connector::Registry& registry, std::string_view reference) {
  return follow(database, registry, reference).to;
}

Resolved resolve_itself(const Database& database, const connector::Registry& registry,
                        std::string_view reference) {
  Led led = follow(database, registry, reference);
  if (led.names_it) return std::move(led.to);
  throw Error(ErrorKind::gone,
              "\"" + std::string(reference) + "\" is not in this locker, only " + long_form(led.to) +
                  ", on whose page it is",
              "if you mean that as a whole, say " + long_form(led.to));
}

}  // namespace locker::store
