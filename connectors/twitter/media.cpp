#include "connectors/twitter/media.hpp"

#include <algorithm>

#include "connectors/twitter/archive.hpp"
#include "lib/base/error.hpp"
#include "lib/json/page.hpp"

namespace locker::connectors::twitter {
namespace {

/// Returns the id in `13_1785600000000000001`: the part after the prefix, which is also the id in the
/// archive.
std::string_view id_of_key(std::string_view key) {
  const auto line = key.find('_');
  return line == std::string_view::npos ? key : key.substr(line + 1);
}

/// An address without a size returns a smaller picture.
std::string original_size(std::string_view address) {
  if (address.empty()) return {};
  const auto question = address.find('?');
  std::string url(address.substr(0, question));
  std::string_view fields =
      question == std::string_view::npos ? std::string_view() : address.substr(question + 1);
  char separator = '?';
  while (!fields.empty()) {
    const auto field = fields.substr(0, fields.find('&'));
    fields.remove_prefix(std::min(fields.size(), field.size() + 1));
    if (field.starts_with("name=")) continue;
    url.append(1, separator).append(field);
    separator = '&';
  }
  return url.append(1, separator).append("name=orig");
}

struct VideoVariant {
  std::string url;
  std::int64_t bit_rate = -1;
};

/// Playlists (m3u8) are not downloadable videos, so only video/mp4 counts.
VideoVariant best_variant(json::Value variants) {
  VideoVariant best;
  for (const auto& variant : variants.items()) {
    if (variant["content_type"].text() != "video/mp4") continue;
    const auto rate = variant.either("bit_rate", "bitrate").integer().value_or(0);
    if (rate > best.bit_rate) best = {std::string(variant["url"].text()), rate};
  }
  return best;
}

media::Found found(std::string_view id, std::string_view kind, std::string_view photo, json::Value variants,
                   std::int64_t duration_ms, std::string_view alt) {
  media::Found one{std::string(id), std::string(kind), {}, std::string(alt)};
  if (kind == "photo") {
    one.url = original_size(photo);
    return one;
  }
  const VideoVariant video = best_variant(variants);
  one.url = video.url;
  // Limits for the size estimate, so that unreasonable numbers in a response do not overflow it.
  constexpr std::int64_t kMostBits = 1'000'000'000, kLongestMs = 1'000'000'000;
  if (video.bit_rate > 0)
    one.bytes =
        std::min(video.bit_rate, kMostBits) / 8 * std::clamp<std::int64_t>(duration_ms, 0, kLongestMs) / 1000;
  return one;
}

media::Found from_api(std::string_view key, std::string_view raw) {
  const json::Page page(raw);
  const json::Value medium = page.root();
  return found(id_of_key(key), medium["type"].text(), medium["url"].text(), medium["variants"],
               medium["duration_ms"].integer().value_or(0), medium["alt_text"].text());
}

media::Found from_archive(json::Value medium) {
  const json::Value video = medium["video_info"];
  return found(medium["id_str"].text(), medium["type"].text(), medium["media_url_https"].text(),
               video["variants"], video["duration_millis"].integer().value_or(0),
               medium["ext_alt_text"].text());
}

/// A medium copied from another post names its source; media of the user's own earlier posts do so too.
bool is_somebody_elses(json::Value medium, std::string_view author) {
  if (!medium["source_status_id_str"].exists()) return false;
  const std::string source = id_at(medium, "source_user_id_str");
  return source.empty() || source != author;
}

/// Early posts contain only their `entities`, without all of their media.
std::vector<json::Value> listed_media(json::Value post) {
  auto media = post["extended_entities"]["media"].items();
  return media.empty() ? post["entities"]["media"].items() : media;
}

}  // namespace

std::vector<media::Found> media_of_post(const store::StoredForm& form) {
  std::vector<media::Found> all;
  const json::Page page(form.raw);
  const json::Value root = page.root();
  for (const auto& key : root["attachments"]["media_keys"].items()) {
    const auto part = std::ranges::find_if(
        form.parts, [&](const auto& beside) { return beside.kind == "media" && beside.key == key.text(); });
    if (part != form.parts.end()) all.push_back(from_api(part->key, part->raw));
  }
  for (const auto& medium : listed_media(post_in(root)))
    if (!is_somebody_elses(medium, form.author)) all.push_back(from_archive(medium));
  std::erase_if(all, [](const media::Found& one) { return one.key.empty(); });
  return all;
}

}  // namespace locker::connectors::twitter
