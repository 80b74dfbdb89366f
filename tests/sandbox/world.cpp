#include "sandbox/world.hpp"

#include <algorithm>
#include <stdexcept>

#include "sandbox/post_content.hpp"

namespace sandbox {
namespace {

constexpr std::size_t kMostVersions = 6;  // the original and five edits

template <class Map>
auto* found(Map& map, Id id) {
  const auto it = map.find(id);
  return it == map.end() ? nullptr : &it->second;
}

template <class Map, class Value>
auto& put(Map& map, Id& last, Value value) {
  const Id id = value.id;
  last = std::max(last, id);
  return map.insert_or_assign(id, std::move(value)).first->second;
}

bool has_prefix(const std::string& text, std::string_view prefix) { return text.starts_with(prefix); }

bool holds_posts(const std::string& stream) {
  return stream == "tweets" || stream == "mentions" || stream == "home" || stream == "liked_tweets" ||
         stream == "bookmarks" || has_prefix(stream, "folders/") || has_prefix(stream, "author/");
}

bool holds_users(const std::string& stream) {
  return stream == "followers" || stream == "following" || stream == "blocking" || stream == "muting" ||
         has_prefix(stream, "members/");
}

}  // namespace

std::string direct_conversation(Id one, Id other) {
  return std::to_string(std::min(one, other)) + "-" + std::to_string(std::max(one, other));
}

const Stream& World::stream(const std::string& name) const {
  static const Stream empty;
  const auto it = streams_.find(name);
  return it == streams_.end() ? empty : it->second;
}

std::vector<std::string> World::stream_names() const {
  std::vector<std::string> names;
  for (const auto& [name, stream] : streams_) names.push_back(name);
  return names;
}

User& World::add_user(User user) {
  if (user.first_username.empty()) user.first_username = user.username;
  return put(users_, last_id_, std::move(user));
}
Post& World::add_post(Post post) { return put(posts_, last_id_, std::move(post)); }
List& World::add_list(List list) { return put(lists_, last_id_, std::move(list)); }
DirectMessage& World::add_message(DirectMessage message) {
  return put(messages_, last_id_, std::move(message));
}
Folder& World::add_folder(Folder folder) { return put(folders_, last_id_, std::move(folder)); }

User* World::user(Id id) { return found(users_, id); }
const User* World::user(Id id) const { return found(users_, id); }
Post* World::post(Id id) { return found(posts_, id); }
const Post* World::post(Id id) const { return found(posts_, id); }
List* World::list(Id id) { return found(lists_, id); }
const List* World::list(Id id) const { return found(lists_, id); }
const DirectMessage* World::message(Id id) const { return found(messages_, id); }
const Folder* World::folder(Id id) const { return found(folders_, id); }

PostContent World::content(const Post& post) const {
  if (post.content) return *post.content;
  const Post* original = post.referenced ? this->post(post.referenced) : nullptr;
  const User* other = original ? user(original->author) : nullptr;
  if (post.reference == Reference::retweeted && original && other)
    return make_repost(content(*original), other->first_username, other->id);
  ContentPlan plan{.seed = post.seed, .post = post.id, .lead_username = {}, .lead_user = 0, .quoted_url = {}};
  if (const User* named = post.mentioned ? user(post.mentioned) : nullptr) {
    plan.lead_username = named->first_username;
    plan.lead_user = named->id;
  }
  if (post.reference == Reference::quoted && other)
    plan.quoted_url = "x.com/" + other->first_username + "/status/" + std::to_string(post.referenced);
  return make_content(plan);
}

std::vector<Id> World::edit_history(const Post& post) const {
  return post.chain ? *post.chain : std::vector<Id>{post.id};
}

Visibility World::user_visibility(Id id) const {
  const User* it = user(id);
  if (!it) return Visibility::gone;
  return it->suspended ? Visibility::unauthorized : Visibility::visible;
}

Visibility World::post_visibility(Id id) const {
  const Post* it = post(id);
  if (!it || it->deleted) return Visibility::gone;
  const User* author = user(it->author);
  if (!author) return Visibility::gone;
  if (author->suspended) return Visibility::unauthorized;
  const bool followed =
      author->id == me_ || !author->is_protected || stream("following").contains(author->id);
  return followed ? Visibility::visible : Visibility::unauthorized;
}

bool World::shows(const std::string& stream, Id id) const {
  if (holds_posts(stream)) return post_visibility(id) == Visibility::visible;
  if (holds_users(stream)) return user_visibility(id) == Visibility::visible;
  return true;
}

Id World::next_id(std::int64_t now_ms) {
  const Id fresh = snowflake(now_ms);
  // A step of a millisecond leaves room for the ids of the post's poll and media.
  last_id_ = fresh > last_id_ ? fresh : snowflake(snowflake_ms(last_id_) + 1);
  return last_id_;
}

Post& World::publish(const std::string& stream, Post post) {
  if (!post.conversation) post.conversation = post.id;
  Post& kept = add_post(std::move(post));
  this->stream(stream).add_by_id(kept.id);
  if (stream == "tweets") this->stream("home").add_by_id(kept.id);
  return kept;
}

Post& World::edit(Id id, std::string text, std::int64_t now_ms) {
  const Post* old = post(id);
  if (!old || old->deleted) throw std::invalid_argument("no such post");
  if (old->reference == Reference::retweeted) throw std::invalid_argument("a repost cannot be edited");
  auto chain = old->chain ? old->chain : std::make_shared<std::vector<Id>>(1, old->id);
  if (chain->size() >= kMostVersions) throw std::invalid_argument("a post can be edited five times");
  const Id before = chain->back();
  PostContent content = this->content(*post(before));
  PostContent written = given_content(std::move(text), content.lang);
  written.media = content.media;
  Post next = *post(before);
  next.id = next_id(now_ms);
  next.content = std::make_shared<const PostContent>(std::move(written));
  chain->push_back(next.id);
  next.chain = chain;
  post(chain->front())->chain = chain;
  Post& kept = add_post(std::move(next));
  for (auto& [name, stream] : streams_)
    if ((name == "tweets" || name == "home" || name == "mentions") && stream.remove(before))
      stream.add_by_id(kept.id);
  return kept;
}

void World::erase_post(Id id) {
  const Post* gone = post(id);
  if (!gone) throw std::invalid_argument("no such post");
  for (const Id version : edit_history(*gone)) {
    post(version)->deleted = true;
    for (const char* name : {"tweets", "mentions", "home"}) stream(name).remove(version);
  }
}

void World::follow(Id id, const std::string& name) {
  stream(name).remove(id);
  stream(name).add(id);
}

}  // namespace sandbox
