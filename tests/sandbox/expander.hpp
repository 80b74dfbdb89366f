#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "sandbox/render.hpp"

namespace sandbox {

// Collects `includes`, and the partial errors of expansions.
class Expander {
 public:
  Expander(const World& world, const Selection& selection, const Renderer& renderer)
      : world_(world), selection_(selection), renderer_(renderer) {}

  void post(const Post& post);
  void user(const User& user);
  void list(const List& list);
  void message(const DirectMessage& message);

  nlohmann::json includes = nlohmann::json::object();
  nlohmann::json errors = nlohmann::json::array();
  std::map<std::string, std::uint64_t> counts() const;

 private:
  bool first(const char* group, const std::string& id);
  void add_user(Id id, const char* parameter);
  void add_post(Id id, const std::string& parameter);
  void add_media(const Media& media);
  void add_missing(const char* type, const std::string& parameter, Id id, Visibility why);
  void attachments(const PostContent& content);
  void referenced(const Post& post);
  const char* posts_group() const {
    return selection_.generation == Generation::old_names ? "tweets" : "posts";
  }

  const World& world_;
  const Selection& selection_;
  const Renderer& renderer_;
  std::set<std::string> seen_;
};

}  // namespace sandbox
