#include "connectors/github/elements.hpp"

#include "lib/base/error.hpp"

namespace locker::connectors::github {

std::vector<Element> elements_of(const json::Page& page) {
  const json::Value root = page.root();
  if (!root.is_array() && !root.is_object())
    throw Error(ErrorKind::malformed, "the answer is neither an array nor an object");
  auto elements = json::values_at(page, {});
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (!elements[i].value.is_object())
      throw Error(ErrorKind::malformed, "element " + std::to_string(i + 1) + " of the answer is no object");
  return elements;
}

std::string id_or_nothing(json::Value object) {
  const json::Value id = object["id"];
  if (const auto number = id.integer()) return std::to_string(*number);
  return std::string(id.text());
}

std::string id_of(json::Value object, std::string_view field) {
  const json::Value id = object[field];
  std::string text = id.string() ? std::string(id.text()) : std::string();
  if (const auto number = id.integer(); text.empty() && number) text = std::to_string(*number);
  if (text.empty())
    throw Error(ErrorKind::malformed, "an element of the answer has no " + std::string(field));
  return text;
}

void set_author(store::Observation& seen, json::Value person) {
  seen.author = id_or_nothing(person);
  if (const auto login = person["login"].text(); !seen.author.empty() && !login.empty())
    seen.people.push_back({.id = seen.author, .handle = "@" + std::string(login), .today = true});
}

std::string_view without_scheme(std::string_view address) {
  const auto scheme = address.find("://");
  return scheme == std::string_view::npos ? address : address.substr(scheme + 3);
}

store::Observation plain(const Element& element, std::string_view type, std::string_view shape) {
  store::Observation seen;
  seen.type = type;
  seen.key = id_of(element.value);
  seen.shape = shape;
  seen.raw = element.raw;
  if (const auto address = without_scheme(element.value["html_url"].text()); !address.empty())
    seen.addresses.emplace_back(address);
  return seen;
}

std::string repository_in(std::string_view address) {
  constexpr std::string_view kRepos = "/repos/";
  const auto at = address.find(kRepos);
  if (at == std::string_view::npos) return {};
  const std::string_view name = address.substr(at + kRepos.size());
  const auto slash = name.find('/');
  if (slash == std::string_view::npos) return {};
  return std::string(name.substr(0, name.find('/', slash + 1)));
}

}  // namespace locker::connectors::github
