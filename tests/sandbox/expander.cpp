#include "sandbox/expander.hpp"

#include "sandbox/places.hpp"
#include "sandbox/problem.hpp"

namespace sandbox {

bool Expander::first(const char* group, const std::string& id) {
  return seen_.insert(std::string(group) + "/" + id).second;
}

void Expander::add_missing(const char* type, const std::string& parameter, Id id, Visibility why) {
  if (!first("errors", parameter + "/" + std::to_string(id))) return;
  const ResourceProblem problem{selection_.generation, type, parameter, std::to_string(id), "includes"};
  errors.push_back(why == Visibility::gone ? resource_not_found(problem) : resource_unauthorized(problem));
}

void Expander::add_user(Id id, const char* parameter) {
  if (!id) return;
  const Visibility visibility = world_.user_visibility(id);
  if (visibility != Visibility::visible) return add_missing("user", parameter, id, visibility);
  if (first("users", std::to_string(id))) includes["users"].push_back(renderer_.user(*world_.user(id)));
}

void Expander::add_post(Id id, const std::string& parameter) {
  const Visibility visibility = world_.post_visibility(id);
  if (visibility != Visibility::visible) return add_missing("tweet", parameter, id, visibility);
  if (first("tweets", std::to_string(id)))
    includes[posts_group()].push_back(renderer_.post(*world_.post(id)));
}

void Expander::add_media(const Media& media) {
  if (first("media", media_key(media))) includes["media"].push_back(renderer_.media(media));
}

void Expander::attachments(const PostContent& content) {
  if (selection_.expands("attachments.media_keys"))
    for (const Media& media : content.media) add_media(media);
  if (selection_.expands("attachments.poll_ids") && content.poll &&
      first("polls", std::to_string(content.poll->id)))
    includes["polls"].push_back(renderer_.poll(*content.poll));
  if (!selection_.expands("geo.place_id") || content.place < 0) return;
  const Place& place = places()[static_cast<std::size_t>(content.place)];
  if (first("places", place.id)) includes["places"].push_back(renderer_.place(place));
}

void Expander::referenced(const Post& post) {
  if (!selection_.expands("referenced_tweets.id") && !selection_.expands("referenced_tweets.id.author_id") &&
      !selection_.expands("referenced_tweets.id.attachments.media_keys"))
    return;
  add_post(post.referenced, std::string(to_spelling("referenced_tweets.id", selection_.generation)));
  if (world_.post_visibility(post.referenced) != Visibility::visible) return;
  const Post& other = *world_.post(post.referenced);
  if (selection_.expands("referenced_tweets.id.author_id"))
    add_user(other.author, "referenced_tweets.id.author_id");
  if (selection_.expands("referenced_tweets.id.attachments.media_keys"))
    for (const Media& media : world_.content(other).media) add_media(media);
}

void Expander::post(const Post& post) {
  const PostContent content = world_.content(post);
  if (selection_.expands("author_id")) add_user(post.author, "author_id");
  attachments(content);
  if (selection_.expands("entities.mentions.username"))
    for (const MentionEntity& mention : content.entities.mentions)
      add_user(mention.id, "entities.mentions.username");
  if (selection_.expands("edit_history_tweet_ids"))
    for (const Id version : world_.edit_history(post))
      if (version != post.id) add_post(version, "edit_history_tweet_ids");
  if (!post.referenced) return;
  const Post* other = world_.post(post.referenced);
  if (selection_.expands("in_reply_to_user_id") && post.reference == Reference::replied_to && other)
    add_user(other->author, "in_reply_to_user_id");
  referenced(post);
}

void Expander::user(const User& user) {
  const auto& own = world_.stream("tweets").oldest_first();
  if (user.id != world_.me() || own.empty()) return;
  if (selection_.expands("pinned_tweet_id")) add_post(own.front().id, "pinned_tweet_id");
  if (selection_.expands("most_recent_tweet_id")) add_post(own.back().id, "most_recent_tweet_id");
}

void Expander::list(const List& list) {
  if (selection_.expands("owner_id")) add_user(list.owner, "owner_id");
}

void Expander::message(const DirectMessage& message) {
  if (selection_.expands("sender_id")) add_user(message.sender, "sender_id");
  if (selection_.expands("participant_ids"))
    for (const Id id : message.participants) add_user(id, "participant_ids");
  if (selection_.expands("attachments.media_keys"))
    for (const Media& media : message.media) add_media(media);
  if (selection_.expands("referenced_tweets.id") && message.referenced)
    add_post(message.referenced, "referenced_tweets.id");
}

std::map<std::string, std::uint64_t> Expander::counts() const {
  std::map<std::string, std::uint64_t> out;
  for (const auto& [group, objects] : includes.items()) out[group] = objects.size();
  return out;
}

}  // namespace sandbox
