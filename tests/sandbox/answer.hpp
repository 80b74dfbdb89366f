#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sandbox/endpoints.hpp"
#include "sandbox/page.hpp"
#include "sandbox/query_check.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

// A response body and what X would charge for it.
struct WrittenAnswer {
  std::string body;
  std::uint64_t resources = 0;
  std::map<std::string, std::uint64_t> included;
};

struct AnswerContext {
  const World& world;
  const Route& route;
  const Query& query;
  std::string media_base;
  std::int64_t now_ms;
};

WrittenAnswer page_answer(const AnswerContext& context, const Page& page);
WrittenAnswer lookup_answer(const AnswerContext& context, const std::vector<Id>& ids);
WrittenAnswer single_answer(const AnswerContext& context, Id id);
// The response for a user whose lists cannot be shown: errors only.
WrittenAnswer absent_answer(const AnswerContext& context, const std::string& parameter,
                            const std::string& id);

// Null for an unknown id.
nlohmann::json object_json(const World& world, const Selection& selection, ObjectKind kind, Id id,
                           const std::string& media_base);

}  // namespace sandbox
