#include "connectors/github/activity.hpp"

#include "lib/text/lines.hpp"

namespace locker::connectors::github {
namespace {

void add_word(std::string& words, std::string_view word) {
  if (!word.empty()) words.append(words.empty() ? "" : " ").append(word);
}

/// Returns `opened #7`, `branch fix-it`: the action and its object.
std::string deed(json::Value payload) {
  std::string words;
  for (const auto field : {"action", "ref_type", "ref"}) add_word(words, payload[field].text());
  for (const auto subject : {"issue", "pull_request", "discussion"})
    if (const auto number = payload[subject]["number"].integer())
      add_word(words, "#" + std::to_string(*number));
  add_word(words, payload["release"]["tag_name"].text());
  add_word(words, payload["forkee"]["full_name"].text());
  add_word(words, payload["member"]["login"].text());
  return words;
}

/// Adds the action and the texts of an event's payload.
void add_payload(std::string& text, json::Value payload) {
  text::add_line(text, deed(payload));
  for (const auto subject : {"issue", "pull_request", "discussion", "release"}) {
    text::add_line(text, payload[subject]["title"].text());
    text::add_line(text, payload[subject]["name"].text());
  }
  for (const auto& page : payload["pages"].items()) {
    std::string change(page["action"].text());
    add_word(change, page["title"].text(page["page_name"].text()));
    text::add_line(text, change);
  }
  for (const auto subject : {"comment", "review"}) text::add_line(text, payload[subject]["body"].text());
  for (const auto& commit : payload["commits"].items()) text::add_line(text, commit["message"].text());
}

}  // namespace

store::Observation observe_event(const Element& event) {
  const json::Value value = event.value;
  store::Observation seen = plain(event, "event/github", "event");
  seen.time = parse_rfc3339(value["created_at"].text());
  seen.name = value["type"].text();
  set_author(seen, value["actor"]);
  text::add_line(seen.text,
                 std::string(value["type"].text()).append(" ").append(value["repo"]["name"].text()));
  add_payload(seen.text, value["payload"]);
  return seen;
}

store::Observation observe_notification(const Element& thread) {
  const json::Value value = thread.value;
  store::Observation seen = plain(thread, "notification/github", "thread");
  seen.time = parse_rfc3339(value["updated_at"].text());
  seen.name = value["repository"]["full_name"].text();
  seen.text = value["subject"]["title"].text();
  return seen;
}

}  // namespace locker::connectors::github
