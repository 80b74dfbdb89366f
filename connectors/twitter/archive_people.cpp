#include <algorithm>

#include "connectors/twitter/archive.hpp"
#include "lib/text/lines.hpp"

namespace locker::connectors::twitter {
namespace {

/// Returns the only object in the element, whatever its name: `{"blocking": {…}}`.
json::Value only_member(json::Value element) {
  const auto members = element.members();
  return members.size() == 1 && members.front().value.is_object() ? members.front().value : element;
}

std::string handle_of(std::string_view name) {
  return name.empty() ? std::string() : "@" + std::string(name);
}

/// Returns the id in `https://twitter.com/i/lists/123`; for `https://twitter.com/name/lists/slug` the path,
/// which is unique.
std::string id_in_list_address(std::string_view address) {
  while (address.ends_with('/')) address.remove_suffix(1);
  const auto last = address.rfind('/');
  if (last == std::string_view::npos) return {};
  const std::string_view end = address.substr(last + 1);
  const bool is_number =
      !end.empty() && std::ranges::all_of(end, [](char c) { return c >= '0' && c <= '9'; });
  if (is_number) return std::string(end);
  const auto host = address.find("://");
  const auto path = address.find('/', host == std::string_view::npos ? 0 : host + 3);
  return std::string(address.substr(path + 1));
}

}  // namespace

Mapped map_person(const Role& role, const Entry& entry) {
  const json::Value person = only_member(entry.value);
  return alone(role, observed(entry, "contact/twitter", id_at(person, "accountId"), "archive-" + role.kind));
}

Mapped map_account(const Role& role, const Entry& entry) {
  const json::Value account = unwrapped(entry.value, "account");
  store::Observation seen =
      observed(entry, "profile/twitter", id_at(account, "accountId"), "archive-account");
  seen.name = handle_of(account["username"].text());
  seen.text = decode_entities(account["accountDisplayName"].text());
  return alone(role, std::move(seen));
}

Mapped map_profile(const Role& role, const Entry& entry) {
  if (entry.owner.id.empty()) return {};  // the owner is not known
  const json::Value about = unwrapped(entry.value, "profile")["description"];
  store::Observation seen = observed(entry, "profile/twitter", entry.owner.id, "archive");
  seen.name = handle_of(entry.owner.handle);
  text::add_line(seen.text, decode_entities(entry.owner.name));
  for (const char* line : {"bio", "location", "website"})
    text::add_line(seen.text, decode_entities(about[line].text()));
  return alone(role, std::move(seen));
}

Mapped map_name_change(const Role& role, const Entry& entry) {
  const json::Value outer = unwrapped(entry.value, "screenNameChange");
  const json::Value change = unwrapped(outer, "screenNameChange");
  const std::string_view when = change["changedAt"].text();
  store::Observation seen =
      observed(entry, "event/twitter", "screen-name-change:" + std::string(when), "archive");
  seen.time = archive_time(when);
  seen.text = handle_of(change["changedFrom"].text()) + " is now " + handle_of(change["changedTo"].text());
  seen.author = id_at(outer, "accountId");
  return alone(role, std::move(seen));
}

Mapped map_list(const Role& role, const Entry& entry) {
  const json::Value info = unwrapped(entry.value, "userListInfo");
  std::vector<std::string_view> addresses;
  for (const auto& address : info["urls"].items()) addresses.push_back(address.text());
  if (addresses.empty()) addresses.push_back(info["url"].text());
  Mapped mapped;
  for (const auto address : addresses) {
    store::Observation seen =
        observed(entry, "list/twitter", id_in_list_address(address), "archive-" + role.kind);
    seen.time = second_of(seen.key);
    seen.text = address;
    mapped.observations.push_back(std::move(seen));
  }
  return mapped;
}

}  // namespace locker::connectors::twitter
