#include "lib/serve/route.hpp"

#include "lib/base/join.hpp"
#include "lib/serve/words.hpp"

namespace locker::serve {

bool matches(std::string_view pattern, Request& request) {
  const auto colon = pattern.find(":id");
  if (colon == std::string_view::npos) return pattern == request.path;
  const std::string_view before = pattern.substr(0, colon), after = pattern.substr(colon + 3);
  const std::string_view path = request.path;
  if (!path.starts_with(before) || !path.ends_with(after) || path.size() <= before.size() + after.size())
    return false;
  const auto id = path.substr(before.size(), path.size() - before.size() - after.size());
  if (id.find('/') != std::string_view::npos) return false;
  request.id = id;
  return true;
}

std::string allow_list(std::string_view methods) {
  const std::string list = joined(words_of(methods), ", ");
  return list.starts_with("GET") ? "GET, HEAD" + list.substr(3) : list;
}

}  // namespace locker::serve
