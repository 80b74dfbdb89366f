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

// The facts of an endpoint; the handling is the same for all.
struct Endpoint {
  std::string_view pattern;  // ":id" and ":fid" stand for one path segment
  std::string_view stream;   // source of the ids; after a trailing '/' the last id of the path is appended
  Answering answering;
  ObjectKind kind;
  std::string_view scopes;  // space-separated
  int limit;                // requests per window
  PageSizes sizes;
  int depth = 0;  // the number of newest elements that can be reached; 0: all
  std::string_view more_parameters = "";
  bool only_me = false;             // :id must be the signed-in user
  bool bare = false;                // bookmark folders: no fields, no expansions, no result_count
  bool is_for_the_program = true;   // else it exists only because X has it
  bool pages_by_new_names = false;  // in 2.166 it takes neither max_results nor pagination_token
};

struct Route {
  const Endpoint* endpoint = nullptr;
  std::string id;      // the first variable segment
  std::string second;  // the second one
};

std::span<const Endpoint> endpoints();
std::optional<Route> route(std::string_view path);

}  // namespace sandbox
