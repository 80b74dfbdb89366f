#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loopback/message.hpp"
#include "render.hpp"
#include "world.hpp"

namespace github_stand_in {

using loopback::Call;
using loopback::Reply;
using Parameters = std::map<std::string, std::string>;

/// Of a query or a form, decoded; the last of a name counts.
Parameters parse_parameters(const std::string& text);
std::string encoded(const std::string& text);
std::vector<std::string> split(const std::string& text, char at);

/// Thrown where a request is refused.
struct Refused {
  Reply reply;
};

/// {"message", "documentation_url", "status"}, as every error of the service.
Reply error_reply(int status, const std::string& message);
[[noreturn]] void refuse(int status, const std::string& message);

/// A token that was given out.
struct Token {
  std::string value;
  std::vector<std::string> scopes;
  bool fine_grained = false;  ///< has permissions instead of scopes, and the service does not tell them

  [[nodiscard]] bool has(const std::string& scope) const;
};

/// A request that found its route.
struct Asked {
  const Call& call;
  World& world;
  Renderer render;
  Token token;
  Time now = 0;
  std::string base;
  std::vector<std::string> names;  ///< what stood in for {…}, in order
  Parameters parameters;
  Repository* repository = nullptr;  ///< of {owner}/{repo}

  [[nodiscard]] std::string parameter(const std::string& name, const std::string& otherwise = {}) const;
  /// The time of `since` and its kin; throws Refused if it is none.
  [[nodiscard]] std::optional<Time> time(const std::string& name) const;
};

}  // namespace github_stand_in
