#include "sandbox/entities_json.hpp"

#include <nlohmann/json.hpp>

namespace sandbox {

using nlohmann::json;

namespace {

json span_json(int start, int end) { return {{"start", start}, {"end", end}}; }

json tag_json(const TagEntity& entity) {
  json out = span_json(entity.start, entity.end);
  out["tag"] = entity.tag;
  return out;
}

json mention_json(const MentionEntity& entity) {
  json out = span_json(entity.start, entity.end);
  out["username"] = entity.username;
  out["id"] = std::to_string(entity.id);
  return out;
}

template <class List, class Make>
void put_list(json& out, const char* name, const List& list, Make make) {
  for (const auto& element : list) out[name].push_back(make(element));
}

}  // namespace

json url_json(const UrlEntity& entity) {
  json out = span_json(entity.start, entity.end);
  out["url"] = entity.url;
  out["expanded_url"] = entity.expanded;
  out["display_url"] = entity.display;
  if (!entity.media_key.empty()) out["media_key"] = entity.media_key;
  return out;
}

json entities_json(const Entities& entities) {
  json out;
  put_list(out, "urls", entities.urls, url_json);
  put_list(out, "hashtags", entities.hashtags, tag_json);
  put_list(out, "cashtags", entities.cashtags, tag_json);
  put_list(out, "mentions", entities.mentions, mention_json);
  return out;
}

}  // namespace sandbox
