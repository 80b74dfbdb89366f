#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sandbox/model.hpp"
#include "sandbox/stream.hpp"

namespace sandbox {

enum class Visibility { visible, gone, unauthorized };

// The current data of the service. Not thread-safe: the service guards it with one lock.
class World {
 public:
  // Streams are named after the paths of the endpoints: tweets, mentions, home, liked_tweets, bookmarks,
  // folders, followers, following, blocking, muting, owned_lists, followed_lists, list_memberships,
  // pinned_lists, dm_events.
  Stream& stream(const std::string& name) { return streams_[name]; }
  const Stream& stream(const std::string& name) const;
  std::vector<std::string> stream_names() const;

  Id me() const { return me_; }
  void set_me(Id id) { me_ = id; }

  User& add_user(User user);
  Post& add_post(Post post);
  List& add_list(List list);
  DirectMessage& add_message(DirectMessage message);
  Folder& add_folder(Folder folder);

  User* user(Id id);
  const User* user(Id id) const;
  Post* post(Id id);
  const Post* post(Id id) const;
  List* list(Id id);
  const List* list(Id id) const;
  const DirectMessage* message(Id id) const;
  const Folder* folder(Id id) const;

  PostContent content(const Post& post) const;
  std::vector<Id> edit_history(const Post& post) const;
  Visibility post_visibility(Id id) const;
  Visibility user_visibility(Id id) const;
  // True if an entry of the stream is returned: X silently omits what the user may not see.
  bool shows(const std::string& stream, Id id) const;

  // Returns a new id, greater than all previous ones.
  Id next_id(std::int64_t now_ms);

  // Changes as made by the user or by others.
  Post& publish(const std::string& stream, Post post);
  Post& edit(Id id, std::string text, std::int64_t now_ms);
  void erase_post(Id id);
  void follow(Id user, const std::string& stream);
  void bump(std::int64_t by) { bump_ += by; }
  std::int64_t bump() const { return bump_; }

 private:
  Id me_ = 0;
  Id last_id_ = 0;
  std::int64_t bump_ = 0;
  std::map<std::string, Stream> streams_;
  std::unordered_map<Id, Post> posts_;
  std::unordered_map<Id, User> users_;
  std::unordered_map<Id, List> lists_;
  std::unordered_map<Id, DirectMessage> messages_;
  std::unordered_map<Id, Folder> folders_;
};

}  // namespace sandbox
