#include <array>

#include "sandbox/object_writer.hpp"
#include "sandbox/render.hpp"

namespace sandbox {

using nlohmann::json;

std::string Renderer::media_url(const Media& media, const std::string& ending) const {
  if (!media_base_.empty()) return media_base_ + "/media/" + media_key(media) + ending;
  const char* folder =
      media.type == MediaType::photo ? "https://pbs.twimg.com/media/" : "https://video.twimg.com/";
  return folder + media_key(media) + ending;
}

json Renderer::variants(const Media& media) const {
  if (media.type == MediaType::photo) return {};
  const auto film = [&](int bit_rate) {
    return json{{"bit_rate", bit_rate},
                {"content_type", "video/mp4"},
                {"url", media_url(media, "-" + std::to_string(bit_rate) + ".mp4")}};
  };
  if (media.type == MediaType::animated_gif) return json::array({film(0)});
  return json::array({film(832000),
                      {{"content_type", "application/x-mpegURL"}, {"url", media_url(media, ".m3u8")}},
                      film(2176000),
                      film(256000)});
}

json Renderer::media(const Media& media) const {
  static constexpr std::array<const char*, 3> kTypes = {"photo", "video", "animated_gif"};
  const bool photo = media.type == MediaType::photo;
  ObjectWriter writer(selection_.media, selection_.generation);
  writer.field("media_key", [&] { return json(media_key(media)); })
      .field("type", [&] { return json(kTypes[static_cast<std::size_t>(media.type)]); })
      .field("width", [&] { return json(media.width); })
      .field("height", [&] { return json(media.height); })
      .field("alt_text", [&] { return text_json(media.alt_text); })
      .field("url", [&] { return photo ? json(media_url(media, ".jpg")) : json(); })
      .field("preview_image_url", [&] { return photo ? json() : json(media_url(media, ".jpg")); })
      .field("duration_ms", [&] { return media.duration_ms ? json(media.duration_ms) : json(); })
      .field("variants", [&] { return variants(media); })
      .field("public_metrics", [&] {
        if (media.type != MediaType::video) return json();
        return json{{"view_count", static_cast<std::int64_t>(media.id % 90001) + world_.bump()}};
      });
  return std::move(writer.out);
}

json Renderer::poll(const Poll& poll) const {
  const std::int64_t end_ms = snowflake_ms(poll.id) + poll.minutes * std::int64_t{60000};
  ObjectWriter writer(selection_.poll, selection_.generation);
  writer.field("id", [&] { return id_json(poll.id); })
      .field(
          "options",
          [&] {
            json options = json::array();
            for (std::size_t i = 0; i < poll.labels.size(); ++i)
              options.push_back(
                  {{"position", i + 1}, {"label", poll.labels[i]}, {"votes", poll.votes[i] + world_.bump()}});
            return options;
          })
      .field("duration_minutes", [&] { return json(poll.minutes); })
      .field("end_datetime", [&] { return json(iso_time(end_ms)); })
      .field("voting_status", [&] { return json("closed"); });
  return std::move(writer.out);
}

json Renderer::place(const Place& place) const {
  ObjectWriter writer(selection_.place, selection_.generation);
  writer.field("id", [&] { return json(place.id); })
      .field("full_name", [&] { return json(place.full_name); })
      .field("name", [&] { return json(place.name); })
      .field("country", [&] { return json(place.country); })
      .field("country_code", [&] { return json(place.country_code); })
      .field("place_type", [&] { return json(place.type); })
      .field("geo", [&] {
        return json{{"type", "Feature"},
                    {"bbox", {place.west, place.south, place.east, place.north}},
                    {"properties", json::object()}};
      });
  return std::move(writer.out);
}

}  // namespace sandbox
