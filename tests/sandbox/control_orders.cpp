#include "sandbox/control_orders.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sandbox/post_content.hpp"
#include "sandbox/service.hpp"
#include "sandbox/text_builder.hpp"

namespace sandbox {

using nlohmann::json;

Id id_of(const json& value) {
  if (value.is_number_unsigned()) return value.get<Id>();
  const auto id = parse_id(value.get<std::string>());
  if (!id) throw std::invalid_argument("not an id: " + value.dump());
  return *id;
}

namespace {

json id_answer(Id id) { return {{"id", std::to_string(id)}}; }

Id some_other_user(State& state, const json& order, const char* key) {
  if (order.contains(key)) {
    const Id id = id_of(order[key]);
    if (!state.world.user(id)) throw std::invalid_argument("no such user");
    return id;
  }
  const Id id = state.world.next_id(state.clock.now_ms());
  User user = make_user(id, id);
  user.is_protected = false;
  return state.world.add_user(std::move(user)).id;
}

MediaType media_type(const std::string& name) {
  return name == "video"          ? MediaType::video
         : name == "animated_gif" ? MediaType::animated_gif
                                  : MediaType::photo;
}

PostContent content_of(const json& order, Id post, const User* named) {
  TextBuilder text;
  if (named) text.mention(named->username, named->id).words(" ");
  text.words(order.value("text", "A post of the control interface"));
  if (order.contains("link")) {
    const auto target = order["link"].get<std::string>();
    text.space().link(short_url(post), target, target.substr(target.find("//") + 2));
  }
  PostContent content = given_content(text.text, order.value("lang", "en"));
  (content.note_text ? content.note_entities : content.entities) = text.entities;
  if (order.contains("media")) {
    content.media.push_back(make_media(post, post, 0));
    content.media.front().type = media_type(order["media"].get<std::string>());
  }
  return content;
}

void refer(State& state, Post& post, const json& order) {
  const auto to = [&](const char* key, Reference reference) {
    if (!order.contains(key)) return;
    post.reference = reference;
    post.referenced = id_of(order[key]);
    if (!state.world.post(post.referenced)) throw std::invalid_argument("no such post to refer to");
  };
  to("repost", Reference::retweeted);
  to("quote", Reference::quoted);
  to("reply_to", Reference::replied_to);
  if (post.reference == Reference::replied_to)
    post.conversation = state.world.post(post.referenced)->conversation;
}

Post new_post(State& state, const json& order, Id author, const User* named) {
  Post post;
  post.id = state.world.next_id(state.clock.now_ms());
  post.author = author;
  post.seed = post.id;
  refer(state, post, order);
  if (post.reference != Reference::retweeted)
    post.content = std::make_shared<const PostContent>(content_of(order, post.id, named));
  return post;
}

json publish(State& state, const json& order, const std::string& stream) {
  const bool own = stream == "tweets";
  const User* named = stream == "mentions" ? state.world.user(state.world.me()) : nullptr;
  const Id author = own ? state.world.me() : some_other_user(state, order, "user");
  return id_answer(state.world.publish(stream, new_post(state, order, author, named)).id);
}

// Adds the given post, or a new one by another user, at the top of the list.
json add_saved(State& state, const json& order, const std::string& stream) {
  Id id = 0;
  if (order.contains("id")) {
    id = id_of(order["id"]);
    if (!state.world.post(id)) throw std::invalid_argument("no such post");
  } else {
    id = state.world.add_post(new_post(state, order, some_other_user(state, order, "user"), nullptr)).id;
    state.world.post(id)->conversation = id;
  }
  state.world.follow(id, stream);
  return id_answer(id);
}

json remove_saved(State& state, const json& order, const std::string& stream, const char* key) {
  const Id id = id_of(order.at(key));
  if (!state.world.stream(stream).remove(id)) throw std::invalid_argument("not in " + stream);
  return id_answer(id);
}

json add_person(State& state, const json& order, const std::string& stream) {
  const Id id = some_other_user(state, order, "user");
  state.world.follow(id, stream);
  return id_answer(id);
}

std::string circle(const json& order) {
  const std::string direction = order.value("direction", "following");
  if (direction != "follower" && direction != "following") throw std::invalid_argument("direction");
  return direction == "follower" ? "followers" : "following";
}

json change_user(State& state, const json& order) {
  User* user = state.world.user(order.contains("id") ? id_of(order["id"]) : state.world.me());
  if (!user) throw std::invalid_argument("no such user");
  user->name = order.value("name", user->name);
  user->username = order.value("username", user->username);
  user->description = order.value("description", user->description);
  user->location = order.value("location", user->location);
  user->is_protected = order.value("protected", user->is_protected);
  user->suspended = order.value("suspended", user->suspended);
  return id_answer(user->id);
}

json make_list(State& state, const json& order) {
  List list;
  list.id = state.world.next_id(state.clock.now_ms());
  list.owner = state.world.me();
  list.name = order.value("name", "A list");
  list.description = order.value("description", "");
  list.is_private = order.value("private", false);
  const Id id = state.world.add_list(std::move(list)).id;
  state.world.stream("owned_lists").add(id);
  return id_answer(id);
}

json change_list(State& state, const json& order) {
  List* list = state.world.list(id_of(order.at("id")));
  if (!list) throw std::invalid_argument("no such list");
  list->name = order.value("name", list->name);
  list->description = order.value("description", list->description);
  if (order.contains("add_member"))
    state.world.follow(id_of(order["add_member"]), "members/" + std::to_string(list->id));
  if (order.contains("remove_member"))
    state.world.stream("members/" + std::to_string(list->id)).remove(id_of(order["remove_member"]));
  return id_answer(list->id);
}

json send_message(State& state, const json& order) {
  DirectMessage message;
  const Id other = some_other_user(state, order, "user");
  message.id = state.world.next_id(state.clock.now_ms());
  message.sender = order.value("from_me", false) ? state.world.me() : other;
  message.conversation = direct_conversation(state.world.me(), other);
  message.event_type = "MessageCreate";
  message.text = order.value("text", "Hello");
  const Id id = state.world.add_message(std::move(message)).id;
  state.world.stream("dm_events").add_by_id(id);
  return id_answer(id);
}

json make_folder(State& state, const json& order) {
  const Id id =
      state.world.add_folder({state.world.next_id(state.clock.now_ms()), order.value("name", "Folder")}).id;
  state.world.stream("folders").add(id);
  return id_answer(id);
}

json give_token(State& state, const json& order) {
  Scopes scopes;
  for (const json& scope : order.value("scopes", json::array())) scopes.insert(scope.get<std::string>());
  if (scopes.empty())
    scopes = parse_scopes(
        "tweet.read users.read follows.read like.read bookmark.read list.read block.read mute.read dm.read "
        "offline.access");
  return state.oauth.issue(scopes, order.value("access_token_life", std::int64_t{-1}));
}

FieldMode field_mode(const std::string& name) {
  if (name == "old") return FieldMode::old_names;
  if (name == "new") return FieldMode::new_names;
  if (name == "both") return FieldMode::both;
  throw std::invalid_argument("fields is old, new or both");
}

json configure(State& state, const json& order) {
  state.oauth.configure(order.value("oauth", json::object()));
  if (order.contains("fields")) state.settings.fields = field_mode(order["fields"].get<std::string>());
  if (order.contains("rate_limits")) state.limiter.enforce(order["rate_limits"] == "table");
  if (order.contains("auto_approve")) state.settings.auto_approve = order["auto_approve"].get<bool>();
  return json::object();
}

json configure_oauth(State& state, const json& order) {
  state.oauth.configure(order.value("oauth", order));
  return json::object();
}

json move_clock(State& state, const json& order) {
  state.clock.advance(order.value("advance", std::int64_t{0}));
  return {{"now", state.clock.now_s()}};
}

json bump(State& state, const json& order) {
  state.world.bump(order.value("bump", std::int64_t{1}));
  return {{"bump", state.world.bump()}};
}

json erase(State& state, const json& order) {
  state.world.erase_post(id_of(order.at("id")));
  return id_answer(id_of(order.at("id")));
}

json edit(State& state, const json& order) {
  return id_answer(
      state.world.edit(id_of(order.at("id")), order.at("text").get<std::string>(), state.clock.now_ms()).id);
}

Order saving(const char* stream) {
  return [stream](State& state, const json& order) { return add_saved(state, order, stream); };
}
Order dropping(const char* stream, const char* key) {
  return [stream, key](State& state, const json& order) { return remove_saved(state, order, stream, key); };
}
Order meeting(const char* stream) {
  return [stream](State& state, const json& order) { return add_person(state, order, stream); };
}
Order publishing(const char* stream) {
  return [stream](State& state, const json& order) { return publish(state, order, stream); };
}

}  // namespace

const std::map<std::string, Order>& control_orders() {
  static const std::map<std::string, Order> all = {
      {"post", publishing("tweets")},
      {"mention", publishing("mentions")},
      {"home", publishing("home")},
      {"edit", edit},
      {"delete", erase},
      {"like", saving("liked_tweets")},
      {"unlike", dropping("liked_tweets", "id")},
      {"bookmark", saving("bookmarks")},
      {"unbookmark", dropping("bookmarks", "id")},
      {"follow", [](State& state, const json& order) { return add_person(state, order, circle(order)); }},
      {"unfollow",
       [](State& state, const json& order) { return remove_saved(state, order, circle(order), "user"); }},
      {"block", meeting("blocking")},
      {"unblock", dropping("blocking", "user")},
      {"mute", meeting("muting")},
      {"unmute", dropping("muting", "user")},
      {"user", change_user},
      {"metrics", bump},
      {"list", make_list},
      {"change_list", change_list},
      {"delete_list", dropping("owned_lists", "id")},
      {"folder", make_folder},
      {"delete_folder", dropping("folders", "id")},
      {"folder_add",
       [](State& state, const json& order) {
         state.world.follow(id_of(order.at("id")), "folders/" + std::to_string(id_of(order.at("folder"))));
         return json::object();
       }},
      {"dm", send_message},
      {"token", give_token},
      {"expire_tokens",
       [](State& state, const json&) {
         state.oauth.tokens().expire_all();
         return json::object();
       }},
      {"oauth", configure_oauth},
      {"settings", configure},
      {"clock", move_clock},
      {"fault",
       [](State& state, const json& order) {
         return json{{"id", state.faults.add(order)}};
       }},
      {"counters/reset",
       [](State& state, const json&) {
         state.counters.reset();
         return json::object();
       }},
  };
  return all;
}

}  // namespace sandbox
