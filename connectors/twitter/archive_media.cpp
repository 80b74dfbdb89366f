#include <algorithm>

#include "connectors/twitter/archive.hpp"
#include "connectors/twitter/snowflake.hpp"

namespace locker::connectors::twitter {
namespace {

constexpr char kStatus[] = "status/twitter", kMessage[] = "message/twitter", kProfile[] = "profile/twitter",
               kItem[] = "item/twitter";

struct MediaFolder {
  std::string_view name;
  const char* type;
};
constexpr MediaFolder kFolders[] = {
    {"tweets_media", kStatus},
    {"tweet_media", kStatus},
    {"community_tweet_media", kStatus},
    {"deleted_tweets_media", kStatus},
    {"moments_tweets_media", kItem},
    {"twitter_circle_tweet_media", kStatus},
    {"direct_messages_media", kMessage},
    {"direct_message_media", kMessage},
    {"direct_messages_group_media", kMessage},
    {"direct_message_group_media", kMessage},
    {"profile_media", kProfile},
    {"grok_chat_media", kItem},
};

/// The parts of `data/tweets_media/<id>-<file>`.
struct MediaName {
  std::string_view folder, id, file;
};

MediaName read_media_name(std::string_view name) {
  const auto slash = name.rfind('/');
  const std::string_view last = name.substr(slash + 1);
  std::string_view folder = name.substr(0, slash);
  folder = folder.substr(folder.rfind('/') + 1);
  const auto line = last.find('-');
  if (line == std::string_view::npos) return {folder, {}, last};
  return {folder, last.substr(0, line), last.substr(line + 1)};
}

/// Returns the last segment of an address, without the query.
std::string_view file_of(std::string_view address) {
  address = address.substr(0, address.find('?'));
  return address.substr(address.rfind('/') + 1);
}

std::string_view without_ending(std::string_view file) { return file.substr(0, file.rfind('.')); }

bool is_video(std::string_view file) { return file.ends_with(".mp4") || file.ends_with(".m3u8"); }

/// True if the file is the photo itself, or one of the variants of a video.
bool is_file_of(json::Value medium, std::string_view file) {
  const auto variants = medium["video_info"]["variants"].items();
  const auto leads_here = [&](json::Value variant) { return file_of(variant["url"].text()) == file; };
  if (std::ranges::any_of(variants, leads_here)) return true;
  const bool is_photo = medium["type"].text() == "photo";
  return is_photo && without_ending(file_of(medium["media_url_https"].text())) == without_ending(file);
}

/// Finds the file among the post's media. A file that no variant names belongs to the only medium of a post.
bool find_in_post(store::Medium& medium, std::string_view file, const std::string& raw) {
  const json::Page page(raw);
  const json::Value post = post_in(page.root());
  auto media = post["extended_entities"]["media"].items();
  if (media.empty()) media = post["entities"]["media"].items();
  auto found = std::ranges::find_if(media, [&](json::Value one) { return is_file_of(one, file); });
  if (found == media.end() && media.size() == 1) found = media.begin();
  if (found == media.end()) return false;
  medium.key = id_at(*found, "id_str");
  medium.place = static_cast<int>(found - media.begin()) + 1;
  medium.kind = (*found)["type"].text();
  medium.url = (*found)["media_url_https"].text();
  for (const auto& variant : (*found)["video_info"]["variants"].items())
    if (file_of(variant["url"].text()) == file) medium.url = variant["url"].text();
  medium.alt = (*found)["ext_alt_text"].text((*found)["media_alt"].text());
  return !medium.key.empty();
}

/// The medium's id is the segment before the file: `https://ton.twitter.com/dm/<message>/<medium>/<file>`.
bool find_in_message(store::Medium& medium, std::string_view file, const std::string& raw) {
  const json::Page page(raw);
  const auto urls = page.root()["messageCreate"]["mediaUrls"].items();
  const auto found = std::ranges::find_if(urls, [&](json::Value url) { return file_of(url.text()) == file; });
  if (found == urls.end()) return false;
  std::string_view address = found->text();
  medium.url = address;
  medium.place = static_cast<int>(found - urls.begin()) + 1;
  address = address.substr(0, address.size() - file.size() - 1);
  medium.key = address.substr(address.rfind('/') + 1);
  return !medium.key.empty();
}

/// Finds `grok_chat_media/<medium>-<file>` among the attachments of a chat message.
bool find_in_chat(store::Medium& medium, std::string_view id, const std::string& raw) {
  const json::Page page(raw);
  const auto files = page.root()["grokChatItem"]["attachments"].items();
  const auto found =
      std::ranges::find_if(files, [&](json::Value file) { return id_at(file, "mediaId") == id; });
  if (found == files.end()) return false;
  medium.key = id;
  medium.place = static_cast<int>(found - files.begin()) + 1;
  medium.url = (*found)["url"].text();
  return true;
}

bool find_in(store::Medium& medium, const MediaName& name, const std::string& raw) {
  if (medium.record.type == kStatus) return find_in_post(medium, name.file, raw);
  if (medium.record.type == kMessage) return find_in_message(medium, name.file, raw);
  return medium.record.type == kItem && find_in_chat(medium, name.id, raw);
}

}  // namespace

std::string attached(std::string_view medium) { return "attached:" + std::string(medium); }

std::optional<store::RecordName> media_owner(std::string_view name, const imports::Owner& owner) {
  const MediaName read = read_media_name(name);
  const auto folder = std::ranges::find(kFolders, read.folder, &MediaFolder::name);
  if (folder == std::end(kFolders)) return std::nullopt;
  const std::string id(folder->type == kProfile ? std::string_view(owner.id) : read.id);
  if (id.empty()) return std::nullopt;
  if (folder->type == kItem) return store::RecordName{kItem, attached(id)};
  return store::RecordName{folder->type, id};
}

store::MediaOwner id_in_media_name(std::string_view name) {
  const MediaName read = read_media_name(name);
  if (number_of(read.id)) return {0, std::string(read.id), second_of(read.id)};
  return {0, std::string(without_ending(name.substr(name.rfind('/') + 1))), std::nullopt};
}

store::Medium describe_medium(std::string_view name, const store::RecordName& record,
                              const std::vector<store::StoredForm>& forms) {
  const MediaName read = read_media_name(name);
  store::Medium medium;
  medium.record = record;
  for (const auto& form : forms)
    if (find_in(medium, read, form.raw)) break;
  if (medium.key.empty()) medium.key = read.file;
  if (medium.kind.empty()) medium.kind = is_video(read.file) ? "video" : "photo";
  return medium;
}

}  // namespace locker::connectors::twitter
