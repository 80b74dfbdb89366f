#include "lib/store/reference.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <vector>

#include "lib/base/error.hpp"

namespace locker::store {
namespace {

/// What a reference says; empty: anything.
struct Wanted {
  std::string account, type, id;
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

/// `x.com/*/status/{id}` against `x.com/jack/status/20?s=1`: the id, or nothing.
std::optional<std::string> match(std::string_view pattern, std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  while (!address.empty() && address.back() == '/') address.remove_suffix(1);
  const auto wanted = split(pattern, '/');
  const auto given = split(address, '/');
  if (given.size() < wanted.size()) return std::nullopt;
  std::optional<std::string> id;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{id}")
      id = given[i];
    else if (wanted[i] == "{path}")
      id = join(given, i);
    else if (wanted[i] != "*" && wanted[i] != given[i])
      return std::nullopt;
  }
  return id && !id->empty() ? id : std::nullopt;
}

std::string_view without_scheme(std::string_view address) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
  for (const std::string_view host : {"www.", "mobile."})
    if (address.starts_with(host)) address.remove_prefix(host.size());
  return address;
}

/// Where records hold their own addresses: this one, and without what leads to a place on the page.
void add_held_addresses(const connector::Type& type, std::string_view address, std::vector<Wanted>& found) {
  found.push_back({"", type.name, std::string(address)});
  std::string_view page = address.substr(0, address.find_first_of("?#"));
  while (page.ends_with('/')) page.remove_suffix(1);
  if (page != address) found.push_back({"", type.name, std::string(page)});
}

std::vector<Wanted> from_address(const connector::Registry& registry, std::string_view reference) {
  std::vector<Wanted> found;
  const std::string_view address = without_scheme(reference);
  for (const connector::Connector* connector : registry.all()) {
    for (const auto& type : connector->types) {
      std::vector<std::string> patterns{type.web_address};
      patterns.insert(patterns.end(), type.web_references.begin(), type.web_references.end());
      if (!type.address_field.empty()) add_held_addresses(type, address, found);
      for (const auto& pattern : patterns) {
        const auto id = match(without_scheme(pattern), address);
        if (!id) continue;
        found.push_back({"", type.name, *id});
        break;
      }
    }
  }
  return found;
}

/// Every way to read it; the first that leads anywhere counts.
std::vector<Wanted> readings(const connector::Registry& registry, std::string_view reference) {
  std::vector<Wanted> result;
  if (reference.find("://") != std::string_view::npos) return from_address(registry, reference);
  const auto colon = reference.find(':');
  const std::string account(colon == std::string_view::npos ? std::string_view()
                                                            : reference.substr(0, colon));
  const std::string_view rest = colon == std::string_view::npos ? reference : reference.substr(colon + 1);
  const auto first = rest.find('/');
  if (first != std::string_view::npos) {
    const auto second = rest.find('/', first + 1);
    if (second != std::string_view::npos)
      result.push_back({account, std::string(rest.substr(0, second)), std::string(rest.substr(second + 1))});
    result.push_back({account, std::string(rest.substr(0, first)), std::string(rest.substr(first + 1))});
  }
  result.push_back({account, "", std::string(rest)});
  if (colon != std::string_view::npos) result.push_back({"", "", std::string(reference)});
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

std::string long_form(const Resolved& found) { return found.account + ":" + found.type + "/" + found.id; }

}  // namespace

Resolved resolve(const Database& database, const connector::Registry& registry, std::string_view reference) {
  for (const auto& wanted : readings(registry, reference)) {
    const auto found = find(database.sqlite(), wanted);
    if (found.empty()) continue;
    if (found.size() == 1) return found.front();
    std::string candidates;
    for (const auto& one : found) candidates += (candidates.empty() ? "" : ", ") + long_form(one);
    throw Error(ErrorKind::usage, "\"" + std::string(reference) + "\" could be " + candidates,
                "say which of them you mean");
  }
  throw Error(ErrorKind::gone, "\"" + std::string(reference) + "\" is not in this locker",
              "find it with \"locker query WORDS\"; a reference is ACCOUNT:TYPE/ID, an id or a web address");
}

}  // namespace locker::store
