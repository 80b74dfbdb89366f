#include "lib/store/reference.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "lib/base/error.hpp"

namespace locker::store {
namespace {

/// What a reference says; empty: anything.
struct Wanted {
  std::string account, type, id;
};

/// One way to read a reference: all that it may name.
struct Reading {
  std::vector<Wanted> any_of;
  bool names_it = true;  ///< else it leads to something on the page of what is found
};

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::size_t from) {
  std::string path;
  for (std::size_t i = from; i < parts.size(); ++i) path += (path.empty() ? "" : "/") + parts[i];
  return path;
}

/// Where on a page an address leads: `#issuecomment-7`; empty where it names the page.
std::string_view place_of(std::string_view address) {
  const auto at = address.find('#');
  return at == std::string_view::npos || at + 1 == address.size() ? std::string_view() : address.substr(at);
}

std::string_view page_of(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  while (address.ends_with('/')) address.remove_suffix(1);
  return address;
}

struct Match {
  std::string id;
  bool names_it = true;  ///< else the address leads on, to something of it
};

/// `x.com/*/status/{id}` against `x.com/jack/status/20?s=1`: the id, or nothing.
std::optional<Match> match(std::string_view pattern, std::string_view address) {
  const auto wanted = split(pattern, '/');
  const auto given = split(page_of(address), '/');
  if (given.size() < wanted.size()) return std::nullopt;
  Match found{{}, given.size() == wanted.size() && place_of(address).empty()};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{id}")
      found.id = given[i];
    else if (wanted[i] == "{path}")
      found = {join(given, i), place_of(address).empty()};
    else if (wanted[i] != "*" && wanted[i] != given[i])
      return std::nullopt;
  }
  return found.id.empty() ? std::nullopt : std::optional(found);
}

std::string_view without_scheme(std::string_view address) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
  for (const std::string_view host : {"www.", "mobile."})
    if (address.starts_with(host)) address.remove_prefix(host.size());
  return address;
}

/// Where records hold their own addresses: this one, without what is only of the visit, and the page alone.
void add_held_addresses(const connector::Type& type, std::string_view address, Reading& itself,
                        Reading& place) {
  const std::string page(page_of(address)), on_page = page + std::string(place_of(address));
  itself.any_of.push_back({"", type.name, std::string(address)});
  if (on_page != address) itself.any_of.push_back({"", type.name, on_page});
  if (on_page != page) place.any_of.push_back({"", type.name, page});
}

std::vector<Reading> from_address(const connector::Registry& registry, std::string_view reference) {
  Reading itself, place{.names_it = false};
  const std::string_view address = without_scheme(reference);
  for (const connector::Connector* connector : registry.all()) {
    for (const auto& type : connector->types) {
      std::vector<std::string> patterns{type.web_address};
      patterns.insert(patterns.end(), type.web_references.begin(), type.web_references.end());
      if (!type.address_field.empty()) add_held_addresses(type, address, itself, place);
      for (const auto& pattern : patterns) {
        const auto found = match(without_scheme(pattern), address);
        if (!found) continue;
        (found->names_it ? itself : place).any_of.push_back({"", type.name, found->id});
        break;
      }
    }
  }
  return {std::move(itself), std::move(place)};
}

/// Every way to read it; the first that leads anywhere counts.
std::vector<Reading> readings(const connector::Registry& registry, std::string_view reference) {
  if (reference.find("://") != std::string_view::npos) return from_address(registry, reference);
  std::vector<Reading> result;
  const auto add = [&](const std::string& account, std::string_view type, std::string_view id) {
    result.push_back({{{account, std::string(type), std::string(id)}}});
  };
  const auto colon = reference.find(':');
  const std::string account(colon == std::string_view::npos ? std::string_view()
                                                            : reference.substr(0, colon));
  const std::string_view rest = colon == std::string_view::npos ? reference : reference.substr(colon + 1);
  const auto first = rest.find('/');
  if (first != std::string_view::npos) {
    const auto second = rest.find('/', first + 1);
    if (second != std::string_view::npos) add(account, rest.substr(0, second), rest.substr(second + 1));
    add(account, rest.substr(0, first), rest.substr(first + 1));
  }
  add(account, "", rest);
  if (colon != std::string_view::npos) add("", "", reference);
  for (auto& web : from_address(registry, reference)) result.push_back(std::move(web));
  return result;
}

std::vector<Resolved> find(SQLite::Database& database, const Wanted& wanted) {
  // A bare id is looked for in each of the few (account, type) pairs, by the index of names.
  SQLite::Statement rows(
      database,
      "SELECT r.id, a.name, t.name, r.key FROM account a CROSS JOIN type t CROSS JOIN record r"
      " WHERE r.account = a.id AND r.type = t.id AND r.key = ?1 AND (?2 = '' OR a.name = ?2)"
      " AND (?3 = '' OR t.name = ?3 OR t.name LIKE ?3 || '/%')"
      " UNION SELECT r.id, a.name, t.name, r.key FROM account a CROSS JOIN type t CROSS JOIN alias l"
      " JOIN record r ON r.id = l.record WHERE l.account = a.id AND l.type = t.id AND l.key = ?1"
      " AND (?2 = '' OR a.name = ?2) AND (?3 = '' OR t.name = ?3 OR t.name LIKE ?3 || '/%')"
      " ORDER BY 2, 3");
  rows.bind(1, wanted.id);
  rows.bind(2, wanted.account);
  rows.bind(3, wanted.type);
  std::vector<Resolved> found;
  while (rows.executeStep())
    found.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getString(),
                     rows.getColumn(2).getString(), rows.getColumn(3).getString()});
  return found;
}

std::vector<Resolved> find(SQLite::Database& database, const Reading& reading) {
  std::vector<Resolved> found;
  for (const auto& wanted : reading.any_of)
    for (auto& one : find(database, wanted))
      if (std::ranges::find(found, one.record, &Resolved::record) == found.end())
        found.push_back(std::move(one));
  return found;
}

std::string long_form(const Resolved& found) { return found.account + ":" + found.type + "/" + found.id; }

struct Led {
  Resolved to;
  bool names_it = true;
};

Led follow(const Database& database, const connector::Registry& registry, std::string_view reference) {
  for (const auto& reading : readings(registry, reference)) {
    const auto found = find(database.sqlite(), reading);
    if (found.empty()) continue;
    if (found.size() == 1) return {found.front(), reading.names_it};
    std::string candidates;
    for (const auto& one : found) candidates += (candidates.empty() ? "" : ", ") + long_form(one);
    throw Error(ErrorKind::usage, "\"" + std::string(reference) + "\" could be " + candidates,
                "say which of them you mean");
  }
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
