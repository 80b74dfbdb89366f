#include "connectors/example/auth.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/connector/seconds.hpp"

/// Static facts about the service, without behaviour. State their source here.
namespace locker::connectors::example {
namespace {

using connector::Order;
using connector::Stream;
using connector::Type;

Type people() {
  Type people;
  people.name = "profile/example";
  people.title = "your profile";
  people.shapes = {{"profile", 0}};
  people.volatile_fields = {"notes_count"};
  return people;
}

Type notes() {
  Type notes;
  notes.name = "note/example";
  notes.title = "notes";
  notes.shapes = {{"note", 0}};
  notes.volatile_fields = {"views"};
  notes.web_address = "https://example.invalid/notes/{id}";
  return notes;
}

Stream profile() {
  Stream profile;
  profile.name = "profile";
  profile.title = "your own profile";
  profile.type = "profile/example";
  profile.order = Order::single;
  profile.initial_page_size = profile.max_page_size = 1;
  profile.interval_s = connector::kDay;
  return profile;
}

/// The service lists the latest changes first, in pages, and supports no lower bound.
Stream own_notes() {
  Stream notes;
  notes.name = "notes";
  notes.title = "your notes";
  notes.type = "note/example";
  notes.order = Order::by_update;
  notes.takes_since = false;
  notes.initial_page_size = notes.max_page_size = 50;
  notes.count_field = "notes_count";
  return notes;
}

connector::Descriptor describe() {
  connector::Descriptor example;
  example.id = "example";
  example.title = "Example";
  example.description = "notes, through an API that does not exist";
  example.api_base = "https://api.example.invalid";
  example.api_variable = "LOCKER_EXAMPLE_API";
  example.sign_in = sign_in();
  example.conditional_requests = true;
  example.types = {people(), notes()};
  example.streams = {profile(), own_notes()};
  return example;
}

}  // namespace

const connector::Descriptor& facts() {
  static const connector::Descriptor example = describe();
  return example;
}

}  // namespace locker::connectors::example
