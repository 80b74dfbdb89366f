#include "connectors/twitter/posts.hpp"

#include <algorithm>
#include <chrono>

#include "connectors/twitter/post_text.hpp"
#include "connectors/twitter/snowflake.hpp"
#include "connectors/twitter/types.hpp"

namespace locker::connectors::twitter {
namespace {

/// Returns the ids of all edits of a post, first to last; only its own if none are reported.
std::vector<std::string> edit_chain(json::Value post) {
  std::vector<std::string> chain;
  for (const auto& id : post.either("edit_history_tweet_ids", "edit_history_post_ids").items())
    if (!id.text().empty()) chain.emplace_back(id.text());
  if (chain.empty()) chain.emplace_back(post["id"].text());
  return chain;
}

/// Returns the creation time of the post: for a later edit, the time encoded in the id of the first one, if
/// the ids of this service encode times.
std::optional<Instant> time_of_post(json::Value post, std::string_view first_id) {
  using namespace std::chrono_literals;
  const std::string_view id = post["id"].text();
  const auto created = parse_rfc3339(post["created_at"].text());
  const auto by_id = time_of(id);
  const auto by_first = time_of(first_id);
  if (!created) return by_first;
  const bool tells_time = by_id && by_first && std::chrono::abs(*by_id - *created) < 2s;
  if (id == first_id || !tells_time) return created;
  return std::chrono::floor<std::chrono::seconds>(*by_first);
}

/// Returns the id of the post that this one reposts; empty if it is not a repost.
std::string_view repeated_id(json::Value post) {
  for (const auto& reference : post.either("referenced_tweets", "referenced_posts").items())
    if (const auto type = reference["type"].text(); type == "retweeted" || type == "reposted")
      return reference["id"].text();
  return {};
}

/// Returns the id of the post that this one replies to; empty if none.
std::string_view answered_id(json::Value post) {
  for (const auto& reference : post.either("referenced_tweets", "referenced_posts").items())
    if (reference["type"].text() == "replied_to") return reference["id"].text();
  return {};
}

std::vector<store::Person> people_named(json::Value post) {
  std::vector<store::Person> people;
  for (const auto& mention : post["entities"]["mentions"].items())
    if (!mention["id"].text().empty() && !mention["username"].text().empty())
      people.push_back({std::string(mention["id"].text()), "@" + std::string(mention["username"].text())});
  return people;
}

/// Returns "RT @name: " as spelled by the service, or from the included objects.
std::string repeat_lead(json::Value post, const Element& repeated, const Includes& includes) {
  const std::string_view text = post["text"].text();
  if (const auto colon = text.find(": "); text.starts_with("RT @") && colon != std::string_view::npos)
    return std::string(text.substr(0, colon + 2));
  const auto author = includes.user_by_id.find(repeated.value["author_id"].text());
  if (author == includes.user_by_id.end()) return "RT: ";
  return "RT @" + std::string(author->second.value["username"].text()) + ": ";
}

std::string text_of_post(json::Value post, const Includes& includes) {
  const auto repeated = includes.post_by_id.find(repeated_id(post));
  if (repeated == includes.post_by_id.end()) return own_text(post);
  return repeat_lead(post, repeated->second, includes) + own_text(repeated->second.value);
}

/// Absent if the original was not included: the text is then that of the repost itself.
std::optional<store::Repeated> repeated_of(json::Value post, const Includes& includes) {
  const auto repeated = includes.post_by_id.find(repeated_id(post));
  if (repeated == includes.post_by_id.end()) return std::nullopt;
  return store::Repeated{edit_chain(repeated->second.value).front(), own_text(post)};
}

void add_part(std::vector<store::Part>& parts, const std::map<std::string_view, Element, std::less<>>& from,
              std::string_view kind, std::string_view key) {
  const auto found = from.find(key);
  if (found != from.end()) parts.push_back({std::string(kind), std::string(key), found->second.raw});
}

std::vector<store::Part> parts_of_post(json::Value post, const Includes& includes) {
  std::vector<store::Part> parts;
  const json::Value attachments = post["attachments"];
  for (const auto& key : attachments["media_keys"].items())
    add_part(parts, includes.media, "media", key.text());
  for (const auto& id : attachments["poll_ids"].items()) add_part(parts, includes.polls, "poll", id.text());
  add_part(parts, includes.places, "place", post["geo"]["place_id"].text());
  return parts;
}

/// Returns the content of a JSON string of digits; empty for anything else.
std::string_view digits_of(std::string_view spelled) {
  if (spelled.size() < 3 || spelled.front() != '"' || spelled.back() != '"') return {};
  const std::string_view digits = spelled.substr(1, spelled.size() - 2);
  return digits.find_first_not_of("0123456789") == std::string_view::npos ? digits : std::string_view();
}

bool is_list_of(std::string_view spelled, std::string_view id) {
  return spelled.size() == id.size() + 4 && spelled.starts_with("[\"") && spelled.ends_with("\"]") &&
         spelled.substr(2, id.size()) == id;
}

/// True if the post was edited, or refers to objects that may be included.
bool depends_on_includes(const json::Outline& post, std::string_view id) {
  for (const auto& [name, value] : post.members) {
    if (name == "attachments" || name == "geo" || name == "referenced_tweets" || name == "referenced_posts")
      return true;
    if ((name == "edit_history_tweet_ids" || name == "edit_history_post_ids") && !is_list_of(value, id))
      return true;
  }
  return false;
}

store::Observation read_alone(std::string_view raw) {
  const json::Page page(raw);
  return observe_post({page.root(), raw}, "post", {});
}

}  // namespace

std::optional<store::Observation> observe_unparsed(const json::Outline& post) {
  const std::string_view id = digits_of(post["id"]);
  if (id.empty() || depends_on_includes(post, id)) return std::nullopt;
  store::Observation seen;
  seen.type = kPostType;
  seen.key = id;
  seen.shape = "post";
  seen.raw = post.raw;
  seen.order = number_of(id).value_or(0);
  seen.read = read_alone;
  return seen;
}

store::Observation observe_post(const Element& post, std::string_view shape, const Includes& includes) {
  const json::Value value = post.value;
  const std::string id(value["id"].text());
  auto chain = edit_chain(value);
  store::Observation seen;
  seen.type = kPostType;
  seen.key = chain.front();
  seen.aliases.assign(chain.begin() + 1, chain.end());
  if (id != seen.key && std::ranges::find(seen.aliases, id) == seen.aliases.end()) seen.aliases.push_back(id);
  seen.shape = shape;
  seen.raw = post.raw;
  seen.time = time_of_post(value, seen.key);
  seen.tiebreak = tiebreak_of(seen.key);
  seen.order = number_of(id).value_or(0);
  seen.text = text_of_post(value, includes);
  seen.author = value["author_id"].text();
  seen.parts = parts_of_post(value, includes);
  seen.people = people_named(value);
  seen.reply_to = answered_id(value);
  seen.conversation = value["conversation_id"].text();
  seen.repeats = repeated_of(value, includes);
  return seen;
}

std::optional<store::Repeated> repeated_in(std::string_view raw) {
  const json::Page page(raw);
  const std::string_view id = repeated_id(page.root());
  if (id.empty()) return std::nullopt;
  return store::Repeated{std::string(id), own_text(page.root())};
}

store::Observation observe_reference(const Element& post) {
  const std::string id(post.value["id"].text());
  store::Observation seen;
  seen.type = kPostType;
  seen.key = id;
  seen.shape = "reference";
  seen.raw = post.raw;
  if (const auto time = time_of(id)) seen.time = std::chrono::floor<std::chrono::seconds>(*time);
  seen.tiebreak = tiebreak_of(id);
  return seen;
}

}  // namespace locker::connectors::twitter
