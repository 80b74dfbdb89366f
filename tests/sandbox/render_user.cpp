#include "sandbox/entities_json.hpp"
#include "sandbox/object_writer.hpp"
#include "sandbox/post_content.hpp"
#include "sandbox/random.hpp"
#include "sandbox/render.hpp"
#include "sandbox/text_builder.hpp"

namespace sandbox {

using nlohmann::json;

json Renderer::user_metrics(const User& user) const {
  Random random(mixed(user.seed, 13));
  const auto count = [&](std::uint32_t most) { return random.below(most) + world_.bump(); };
  json out = {{"followers_count", count(20000)},
              {"following_count", count(2000)},
              {to_spelling("tweet_count", selection_.generation), count(90000)},
              {"listed_count", count(300)},
              {"like_count", count(9000)}};
  if (user.id != world_.me()) return out;
  out["followers_count"] = world_.stream("followers").oldest_first().size();
  out["following_count"] = world_.stream("following").oldest_first().size();
  return out;
}

json Renderer::connections(const User& user) const {
  json out = json::array();
  const auto add = [&](const char* stream, const char* name) {
    if (world_.stream(stream).contains(user.id)) out.push_back(name);
  };
  add("blocking", "blocking");
  add("followers", "followed_by");
  add("following", "following");
  add("muting", "muting");
  return out;
}

json Renderer::user(const User& user) const {
  const auto& own = world_.stream("tweets").oldest_first();
  const bool is_me = user.id == world_.me() && !own.empty();
  const std::string link = short_url(mixed(user.seed, 5));
  const std::string site = "https://" + user.first_username + ".example.org";
  constexpr std::int64_t kFirstAccountMs = 1142974214000;
  Random random(mixed(user.seed, 17));
  const std::int64_t created_ms = kFirstAccountMs + static_cast<std::int64_t>(random.below(500000000)) * 1000;
  const bool has_site = random.permille(300);
  ObjectWriter writer(selection_.user, selection_.generation);
  writer.field("id", [&] { return id_json(user.id); })
      .field("name", [&] { return json(user.name); })
      .field("username", [&] { return json(user.username); })
      .field("created_at", [&] { return json(iso_time(created_ms)); })
      .field("description", [&] { return json(user.description); })
      .field("location", [&] { return text_json(user.location); })
      .field("protected", [&] { return json(user.is_protected); })
      .field("verified", [&] { return json(user.verified); })
      .field("verified_type", [&] { return json(user.verified ? "blue" : "none"); })
      .field("profile_image_url",
             [&] {
               return json("https://pbs.twimg.com/profile_images/" + std::to_string(user.id) +
                           "/face_normal.jpg");
             })
      .field("profile_banner_url",
             [&] { return json("https://pbs.twimg.com/profile_banners/" + std::to_string(user.id) + "/1"); })
      .field("url", [&] { return has_site ? json(link) : json(); })
      .field("entities",
             [&] {
               if (!has_site) return json();
               return json{
                   {"url", {{"urls", {url_json({0, code_points(link), link, site, site.substr(8), ""})}}}}};
             })
      .field("public_metrics", [&] { return user_metrics(user); })
      .field("connection_status", [&] { return connections(user); })
      .field("pinned_tweet_id", [&] { return is_me ? id_json(own.front().id) : json(); })
      .field("most_recent_tweet_id", [&] { return is_me ? id_json(own.back().id) : json(); });
  return std::move(writer.out);
}

}  // namespace sandbox
