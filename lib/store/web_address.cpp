#include "lib/store/web_address.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>
#include <optional>
#include <string>

namespace locker::store {
namespace {

/// An address with fewer segments is not a place on another page: `github.com/octocat` is no part of
/// `github.com`.
constexpr std::size_t kStepsOfPlace = 4;

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::size_t from, std::size_t to) {
  std::string path;
  for (std::size_t i = from; i < to; ++i) path += (path.empty() ? "" : "/") + parts[i];
  return path;
}

std::string_view without_scheme(std::string_view address) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
  for (const std::string_view host : {"www.", "mobile."})
    if (address.starts_with(host)) address.remove_prefix(host.size());
  return address;
}

/// A normalized address: a page, and the place on it.
struct Address {
  explicit Address(std::string_view given) {
    given = without_scheme(given);
    if (const auto at = given.find('#'); at != std::string_view::npos && at + 1 < given.size())
      place = given.substr(at);
    given = given.substr(0, given.find_first_of("?#"));
    while (given.ends_with('/')) given.remove_suffix(1);
    page = given;
  }
  [[nodiscard]] std::string whole() const { return page + place; }

  std::string page;
  std::string place;  ///< `#issuecomment-7`; empty: the page itself
};

struct Match {
  std::string id;
  bool names_it = true;  ///< otherwise the address leads further, to something of that record
};

/// Matches `x.com/*/status/{id}` against `x.com/jack/status/20`: returns the id, or nothing.
std::optional<Match> match(std::string_view pattern, const Address& address) {
  const auto wanted = split(without_scheme(pattern), '/');
  const auto given = split(address.page, '/');
  if (given.size() < wanted.size()) return std::nullopt;
  Match found{{}, given.size() == wanted.size() && address.place.empty()};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{id}")
      found.id = given[i];
    else if (wanted[i] == "{path}")
      found = {join(given, i, given.size()), address.place.empty()};
    else if (wanted[i] != "*" && wanted[i] != given[i])
      return std::nullopt;
  }
  return found.id.empty() ? std::nullopt : std::optional(found);
}

std::optional<Match> match(const connector::Type& type, const Address& address) {
  std::optional<Match> found = match(type.web_address, address);
  for (const auto& pattern : type.web_references) {
    if (found && found->names_it) break;
    if (auto other = match(pattern, address); other && (!found || other->names_it)) found = other;
  }
  return found;
}

/// Returns the handle in the address of a person of that type, or the one that follows the bare prefix.
std::optional<std::string> handle_in(std::string_view given, const Address& address,
                                     const connector::Descriptor& connector, const connector::Type& type) {
  const std::string& prefix = connector.handle_prefix;
  if (type.web_addresses_of_handle.empty()) return std::nullopt;
  if (!prefix.empty() && given.starts_with(prefix)) return std::string(given.substr(prefix.size()));
  for (const auto& pattern : type.web_addresses_of_handle)
    if (const auto found = match(pattern, address); found && found->names_it) return found->id;
  return std::nullopt;
}

using Find = std::function<std::vector<Resolved>(const connector::Type&)>;

/// Returns what `find` finds for each type of any service.
std::vector<Resolved> of_all_types(const connector::Registry& registry, const Find& find) {
  std::vector<Resolved> found;
  for (const connector::Descriptor* connector : registry.all())
    for (const auto& type : connector->types) add_new(find(type), found);
  return found;
}

/// Returns the records that have that address stored themselves.
std::vector<Resolved> holders(SQLite::Database& database, const connector::Registry& registry,
                              const std::string& address) {
  return of_all_types(registry, [&](const connector::Type& type) {
    return type.address_field.empty() ? std::vector<Resolved>() : find(database, {"", type.name, address});
  });
}

std::vector<Resolved> holders_in_any_case(SQLite::Database& database, const connector::Registry& registry,
                                          const std::string& address) {
  auto found = find_ignoring_case(database, address);
  std::erase_if(found, [&](const Resolved& one) {
    const auto* type = registry.type(one.type);
    return !type || type->address_field.empty();
  });
  return found;
}

/// Returns the records whose ids the types' patterns extract from an address that names them; with `around`,
/// also those of an address that leads further.
std::vector<Resolved> matched_by_patterns(
    SQLite::Database& database, const connector::Registry& registry, const Address& address,
    std::vector<Resolved> (*find_by_id)(SQLite::Database&, const Wanted&), bool around = false) {
  return of_all_types(registry, [&](const connector::Type& type) {
    const auto told = match(type, address);
    return told && (told->names_it || around) ? find_by_id(database, {"", type.name, told->id})
                                              : std::vector<Resolved>();
  });
}

std::string without_git(std::string page) {
  constexpr std::string_view kGit = ".git";
  if (page.ends_with(kGit)) page.resize(page.size() - kGit.size());
  return page;
}

}  // namespace

std::vector<Resolved> found_at(SQLite::Database& database, const connector::Registry& registry,
                               std::string_view given) {
  const Address address(given);
  auto found = holders(database, registry, address.whole());
  add_new(matched_by_patterns(database, registry, address, find), found);
  return found;
}

std::vector<Resolved> found_by_similar_address(SQLite::Database& database,
                                               const connector::Registry& registry, std::string_view given) {
  const Address address(given);
  if (address.page.find('/') == std::string::npos) return {};
  auto found = holders_in_any_case(database, registry, without_git(address.page) + address.place);
  add_new(matched_by_patterns(database, registry, address, find_abbreviated), found);
  return found;
}

std::vector<Resolved> found_by_former_address(SQLite::Database& database, const connector::Registry& registry,
                                              std::string_view given) {
  const Address address(given);
  const auto steps = split(address.page, '/');
  std::vector<Resolved> found;
  for (std::size_t size = steps.size() - 1; size + 1 >= kStepsOfPlace && found.empty(); --size)
    for (const auto& around : holders_in_any_case(database, registry, join(steps, 0, size)))
      for (const auto& name : aliases_of(database, around.record))
        add_new(holders_in_any_case(database, registry,
                                    name + "/" + join(steps, size, steps.size()) + address.place),
                found);
  return found;
}

std::vector<Resolved> found_by_handle(SQLite::Database& database, const connector::Registry& registry,
                                      std::string_view given) {
  const Address address(given);
  std::vector<Resolved> found;
  for (const connector::Descriptor* connector : registry.all())
    for (const auto& type : connector->types)
      if (const auto handle = handle_in(given, address, *connector, type))
        add_new(find_by_display_name(database, type.name, connector->handle_prefix + *handle), found);
  return found;
}

std::vector<Resolved> found_around(SQLite::Database& database, const connector::Registry& registry,
                                   std::string_view given) {
  const Address address(given);
  auto found =
      address.place.empty() ? std::vector<Resolved>() : holders_in_any_case(database, registry, address.page);
  add_new(matched_by_patterns(database, registry, address, find, true), found);
  const auto steps = split(address.page, '/');
  if (found.empty() && steps.size() >= kStepsOfPlace)
    found = holders_in_any_case(database, registry, join(steps, 0, steps.size() - 1));
  return found;
}

}  // namespace locker::store
