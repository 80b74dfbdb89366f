#include <algorithm>
#include <chrono>

#include "connectors/twitter/archive.hpp"
#include "connectors/twitter/snowflake.hpp"
#include "connectors/twitter/types.hpp"

namespace locker::connectors::twitter {
namespace {

std::string id_of_post(json::Value post) {
  std::string id = id_at(post, "id_str");
  return id.empty() ? id_at(post, "id") : id;
}

/// Returns the ids of all edits of a post, first to last, from the first or the latest edit; at least the
/// post's own id.
std::vector<std::string> edit_chain(json::Value post, const std::string& id) {
  std::vector<std::string> chain;
  const json::Value info = post["edit_info"];
  if (const auto first = id_at(info["edit"], "initialTweetId"); !first.empty()) chain.push_back(first);
  for (const json::Value told :
       {info["initial"]["editTweetIds"], info["edit"]["editControlInitial"]["editTweetIds"]})
    for (const auto& edit : told.items())
      if (std::ranges::find(chain, edit.text()) == chain.end()) chain.emplace_back(edit.text());
  if (std::ranges::find(chain, id) == chain.end()) chain.push_back(id);
  return chain;
}

/// Returns the creation time of the post: for a later edit, the time encoded in the id of the first one.
std::optional<Instant> time_of_post(json::Value post, const std::string& id, const std::string& first) {
  const auto created = archive_time(post["created_at"].text());
  const auto by_first = second_of(first);
  return created && (id == first || !by_first) ? created : by_first;
}

/// Adds the user replied to, unless they are also mentioned, which contains more data.
void add_answered(json::Value post, std::vector<store::Person>& people) {
  std::string id = id_at(post, "in_reply_to_user_id_str");
  if (id.empty()) id = id_at(post, "in_reply_to_user_id");
  const std::string_view handle = post["in_reply_to_screen_name"].text();
  const bool is_told = std::ranges::find(people, id, &store::Person::id) != people.end();
  if (!is_told && !handle.empty() && number_of(id).value_or(0) > 0)
    people.push_back({id, "@" + std::string(handle)});
}

/// Returns the users mentioned or replied to, if known: an id may be "-1".
std::vector<store::Person> people_in(json::Value post) {
  std::vector<store::Person> people;
  for (const auto& mention : post["entities"]["user_mentions"].items()) {
    const std::string id = id_at(mention, "id_str");
    if (number_of(id).value_or(0) > 0)
      people.push_back(
          {id, "@" + std::string(mention["screen_name"].text()), decode_entities(mention["name"].text())});
  }
  add_answered(post, people);
  return people;
}

store::Observation observe(const Entry& entry) {
  const json::Value post = post_in(entry.value);
  const std::string id = id_of_post(post);
  const auto chain = edit_chain(post, id);
  store::Observation seen = observed(entry, kPostType, chain.front(), "archive");
  seen.aliases.assign(chain.begin() + 1, chain.end());
  seen.time = time_of_post(post, id, seen.key);
  seen.order = number_of(id).value_or(0);
  seen.text = readable(post["full_text"].text(post["text"].text()), replacements_of(post));
  seen.author = entry.owner.id;
  seen.people = people_in(post);
  seen.reply_to = id_at(post, "in_reply_to_status_id_str");
  if (seen.reply_to.empty()) seen.reply_to = id_at(post, "in_reply_to_status_id");
  return seen;
}

/// Reads elements that contain only ids and times.
store::Observation observe_header(const Entry& entry) {
  const json::Value header = post_in(entry.value);
  store::Observation seen = observed(entry, kPostType, id_at(header, "tweet_id"), "archive-header");
  seen.time = archive_time(header["created_at"].text());
  if (!seen.time) seen.time = second_of(seen.key);
  seen.author = id_at(header, "user_id");
  return seen;
}

/// True for "This Post was deleted by the Post author. Learn more" and the like.
bool tells_what_became_of_post(std::string_view text) {
  if (!text.ends_with("Learn more")) return false;
  for (const std::string_view beginning : {"This Post ", "This Tweet "}) {
    if (!text.starts_with(beginning)) continue;
    text.remove_prefix(beginning.size());
    for (const std::string_view what : {"is from ", "was deleted ", "is unavailable",
                                        "is no longer available", "violated ", "has been withheld "})
      if (text.starts_with(what)) return true;
  }
  return false;
}

/// True for a message of the service in place of a text, such as "You're unable to view this Post because
/// this account owner limits who can view their Posts. Learn more".
bool is_refusal(std::string_view text) {
  if (tells_what_became_of_post(text)) return true;
  for (const std::string_view beginning : {"You're ", "You’re "})
    if (text.starts_with(beginning)) text.remove_prefix(beginning.size());
  return text.starts_with("unable to view this Post") || text.starts_with("unable to view this Tweet");
}

store::Observation observe_other(const Entry& entry, json::Value inner, std::string_view shape) {
  store::Observation seen = observed(entry, kPostType, id_at(inner, "tweetId"), shape);
  seen.time = second_of(seen.key);
  seen.text = decode_entities(inner["fullText"].text());
  if (is_refusal(seen.text)) seen.text.clear();
  return seen;
}

Mapped deleted(store::Observation seen) {
  seen.gone = true;
  return {{std::move(seen)}, {}};
}

}  // namespace

json::Value post_in(json::Value element) {
  const json::Value deleted = element["deletedTweet"];
  return deleted.is_object() ? deleted : unwrapped(element, "tweet");
}

std::vector<Replacement> replacements_of(json::Value post) {
  std::vector<Replacement> replacements;
  const std::string own = "/status/" + id_of_post(post);
  for (const json::Value entities : {post["extended_entities"], post["entities"]})
    for (const auto& medium : entities["media"].items())
      if (const auto url = medium["url"].text(); !url.empty()) replacements.emplace_back(url, "");
  for (const auto& link : post["entities"]["urls"].items()) {
    const std::string_view url = link["url"].text(), expanded = address_or(link["expanded_url"].text(), url);
    // The text of a truncated post ends with a link to the post itself.
    if (!url.empty()) replacements.emplace_back(url, expanded.ends_with(own) ? "" : expanded);
  }
  return replacements;
}

Mapped map_post(const Role& role, const Entry& entry) { return alone(role, observe(entry)); }
Mapped map_deleted_post(const Role&, const Entry& entry) { return deleted(observe(entry)); }
Mapped map_post_header(const Role& role, const Entry& entry) { return alone(role, observe_header(entry)); }
Mapped map_deleted_post_header(const Role&, const Entry& entry) { return deleted(observe_header(entry)); }

Mapped map_like(const Role& role, const Entry& entry) {
  return alone(role, observe_other(entry, unwrapped(entry.value, "like"), "archive-like"));
}

Mapped map_bookmark(const Role& role, const Entry& entry) {
  return alone(role, observe_other(entry, unwrapped(entry.value, "bookmark"), "archive-bookmark"));
}

}  // namespace locker::connectors::twitter
