#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/snowflake.hpp"

namespace sandbox {

// Positions of entities are in code points of the text as sent, like X's.
struct UrlEntity {
  int start, end;
  std::string url, expanded, display, media_key;
};
struct TagEntity {
  int start, end;
  std::string tag;
};
struct MentionEntity {
  int start, end;
  std::string username;
  Id id;
};
struct Entities {
  std::vector<UrlEntity> urls;
  std::vector<TagEntity> hashtags, cashtags;
  std::vector<MentionEntity> mentions;
};

enum class MediaType { photo, video, animated_gif };
struct Media {
  Id id;
  MediaType type;
  int width, height, duration_ms;
  std::string alt_text;
};
std::string media_key(const Media& media);

struct Poll {
  Id id;
  std::vector<std::string> labels;
  std::vector<int> votes;
  int minutes;
};

struct Place {
  std::string id, full_name, name, country, country_code, type;
  double west, south, east, north;
};

struct PostContent {
  std::string text;
  Entities entities;
  std::optional<std::string> note_text;
  Entities note_entities;
  std::string lang;
  std::vector<Media> media;
  std::optional<Poll> poll;
  int place = -1;
  bool sensitive = false;
  std::string reply_settings = "everyone";
};

enum class Reference { none, retweeted, quoted, replied_to };

struct Post {
  Id id = 0;
  Id author = 0;
  std::uint64_t seed = 0;  // generates the content on request, so that posts take little memory
  Reference reference = Reference::none;
  Id referenced = 0;
  Id conversation = 0;
  Id mentioned = 0;  // the user mentioned at the beginning of the text
  bool deleted = false;
  std::shared_ptr<std::vector<Id>> chain;  // all ids of an edited post, oldest first; null if never edited
  std::shared_ptr<const PostContent> content;  // set if the text was given by a test
};

struct User {
  Id id = 0;
  std::uint64_t seed = 0;
  std::string name, username, description, location;
  std::string first_username;  // texts keep this name after the user is renamed
  bool is_protected = false, suspended = false, verified = false;
};

struct List {
  Id id = 0, owner = 0;
  std::string name, description;
  bool is_private = false;
  std::vector<Id> members;
};

struct DirectMessage {
  Id id = 0, sender = 0;
  std::string conversation, event_type, text;
  std::vector<Id> participants;
  Id referenced = 0;
  std::vector<Media> media;
  Entities entities;
};

// Returns the id of a conversation of two users: both ids, the smaller one first.
std::string direct_conversation(Id one, Id other);

struct Folder {
  Id id = 0;
  std::string name;
};

}  // namespace sandbox
