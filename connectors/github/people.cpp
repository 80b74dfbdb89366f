#include "connectors/github/people.hpp"

#include "lib/text/lines.hpp"

namespace locker::connectors::github {
namespace {

store::Observation person(const Element& user, std::string_view type, std::string_view shape) {
  const json::Value value = user.value;
  store::Observation seen = plain(user, type, shape);
  if (const auto login = value["login"].text(); !login.empty()) seen.name = "@" + std::string(login);
  text::add_line(seen.text, value["name"].text());
  for (const auto field : {"bio", "company", "location", "blog"})
    text::add_line(seen.text, value[field].text());
  return seen;
}

}  // namespace

store::Observation observe_profile(const Element& user) { return person(user, "profile/github", "profile"); }

store::Observation observe_contact(const Element& user) { return person(user, "contact/github", "user"); }

store::Observation observe_organization(const Element& organization) {
  store::Observation seen = plain(organization, "organization/github", "organization");
  const std::string_view login = organization.value["login"].text();
  if (!login.empty()) seen.name = "@" + std::string(login);
  seen.text = organization.value["description"].text();
  // An organization's response has no web address, only that of the API.
  if (seen.addresses.empty() && !login.empty()) seen.addresses.push_back("github.com/" + std::string(login));
  return seen;
}

}  // namespace locker::connectors::github
