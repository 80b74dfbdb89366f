#include "lib/auth/scopes.hpp"

#include <algorithm>
#include <iterator>

namespace locker::auth {
namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Names with_included(const connector::SignIn& ways, Names granted) {
  for (std::size_t at = 0; at < granted.size(); ++at)
    for (const auto& [wide, narrow] : ways.scope_includes)
      if (wide == granted[at] && !has(granted, narrow)) granted.push_back(narrow);
  return granted;
}

Names refused_scopes(const Credentials& credentials, const connector::SignIn& ways) {
  if (!credentials.asked || !credentials.token.scopes) return {};
  return missing_scopes(*credentials.asked, ways, *credentials.token.scopes);
}

Names missing_scopes(const Names& wanted, const connector::SignIn& ways, const Names& granted) {
  const Names all = with_included(ways, granted);
  Names missing;
  std::ranges::copy_if(wanted, std::back_inserter(missing),
                       [&](const auto& name) { return !has(all, name); });
  return missing;
}

}  // namespace locker::auth
