#pragma once

#include <set>
#include <string>
#include <vector>

#include "sandbox/endpoints.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/http_call.hpp"
#include "sandbox/stream.hpp"

namespace sandbox {

// A valid query.
struct Query {
  Selection selection;
  std::size_t count = 0;
  std::string token;  // empty: the first page
  std::vector<Id> ids;
  std::set<std::string> event_types;
  bool no_replies = false, no_reposts = false;
  std::uint64_t above = 0, below = Window::kNoCeiling;  // from since_id, until_id, start_time, end_time
};

Generation generation_of(const Parameters& parameters, FieldMode mode);

// Throws Refused with X's 400 for anything that X rejects: names, values, page sizes.
Query checked_query(const Route& route, const Parameters& parameters, FieldMode mode);

}  // namespace sandbox
