#include "connectors/example/notes.hpp"

#include "lib/base/error.hpp"

namespace locker::connectors::example {
namespace {

store::Observation plain(const Element& element, std::string_view type, std::string_view shape) {
  store::Observation seen;
  seen.type = type;
  seen.key = element.value["id"].text();
  seen.shape = shape;
  seen.raw = element.raw;
  if (seen.key.empty()) throw Error(ErrorKind::malformed, "an object of the answer has no id");
  return seen;
}

}  // namespace

store::Observation observe_profile(const Element& person) {
  store::Observation seen = plain(person, "profile/example", "profile");
  seen.name = person.value["name"].text();
  return seen;
}

store::Observation observe_note(const Element& note) {
  store::Observation seen = plain(note, "note/example", "note");
  seen.time = parse_rfc3339(note.value["created"].text());
  seen.text = note.value["text"].text();
  seen.author = note.value["author"].text();
  return seen;
}

}  // namespace locker::connectors::example
