#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sandbox/fields.hpp"

namespace sandbox {

enum class Answering { page, one, several };

struct PageSizes {
  int smallest = 0, greatest = 0, usual = 0;  // all 0: the endpoint has no max_results
};

// Facts of one endpoint; the handling is the same for all.
struct Endpoint {
  std::string_view pattern;  // ":id" and ":fid" stand for one path segment
  std::string_view stream;   // where the ids come from; a trailing '/' takes the last path id behind it
  Answering answering;
  ObjectKind kind;
  std::string_view scopes;  // space-separated
  int limit;                // requests in a window
  PageSizes sizes;
  int depth = 0;  // how many of the newest can be reached; 0: all
  std::string_view more_parameters = "";
  bool only_me = false;            // :id must be the person signed in
  bool bare = false;               // bookmark folders: no fields, no expansions, no result_count
  bool is_for_the_program = true;  // else it is there because X has it
};

struct Route {
  const Endpoint* endpoint = nullptr;
  std::string id;      // the first variable segment
  std::string second;  // the second one
};

std::span<const Endpoint> endpoints();
std::optional<Route> route(std::string_view path);

}  // namespace sandbox
