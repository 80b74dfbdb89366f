#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sandbox/fields.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

// Renders objects as JSON: the selected fields in the selected spelling, with keys in alphabetical order, so
// that an unchanged object has the same bytes in every response.
class Renderer {
 public:
  Renderer(const World& world, const Selection& selection, std::string media_base)
      : world_(world), selection_(selection), media_base_(std::move(media_base)) {}

  nlohmann::json post(const Post& post) const;
  nlohmann::json user(const User& user) const;
  nlohmann::json list(const List& list) const;
  nlohmann::json message(const DirectMessage& message) const;
  nlohmann::json media(const Media& media) const;
  nlohmann::json poll(const Poll& poll) const;
  nlohmann::json place(const Place& place) const;

 private:
  nlohmann::json post_metrics(const Post& post) const;
  nlohmann::json user_metrics(const User& user) const;
  nlohmann::json connections(const User& user) const;
  std::string media_url(const Media& media, const std::string& ending) const;
  nlohmann::json variants(const Media& media) const;

  const World& world_;
  const Selection& selection_;
  std::string media_base_;
};

nlohmann::json folder_json(const Folder& folder);

}  // namespace sandbox
