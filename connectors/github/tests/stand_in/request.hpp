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

/// Decodes a query or a form; the last value of a name counts.
Parameters parse_parameters(const std::string& text);
std::string encoded(const std::string& text);
std::vector<std::string> split(const std::string& text, char at);

/// Thrown to refuse a request.
struct Refused {
  Reply reply;
};

/// {"message", "documentation_url", "status"}, the format of the service's errors.
Reply error_reply(int status, const std::string& message);
[[noreturn]] void refuse(int status, const std::string& message);

/// An issued token.
struct Token {
  std::string value;
  std::vector<std::string> scopes;
  bool fine_grained = false;  ///< has permissions instead of scopes, which the service does not report

  [[nodiscard]] bool has(const std::string& scope) const;
};

/// A request with a matching route.
struct Asked {
  const Call& call;
  World& world;
  Renderer render;
  Token token;
  Time now = 0;
  std::string base;
  std::vector<std::string> names;  ///< the values of {…} in the path, in order
  Parameters parameters;
  Repository* repository = nullptr;  ///< of {owner}/{repo}

  [[nodiscard]] std::string parameter(const std::string& name, const std::string& otherwise = {}) const;
  /// Parses a time such as `since`; throws Refused if it is invalid.
  [[nodiscard]] std::optional<Time> time(const std::string& name) const;
};

}  // namespace github_stand_in
