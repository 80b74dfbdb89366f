#include "sandbox/token_store.hpp"

#include <sstream>

#include "sandbox/pkce.hpp"

namespace sandbox {

Scopes parse_scopes(const std::string& text) {
  std::istringstream in(text);
  Scopes out;
  for (std::string scope; in >> scope;) out.insert(scope);
  return out;
}

std::string spaced(const Scopes& scopes) {
  std::string out;
  for (const std::string& scope : scopes) out += (out.empty() ? "" : " ") + scope;
  return out;
}

TokenPair TokenStore::pair_for(std::uint64_t family, std::int64_t life, std::int64_t now_s) {
  const Scopes& scopes = families_[family].scopes;
  TokenPair pair{random_token(48), scopes.contains("offline.access") ? random_token(48) : "", life, scopes};
  access_[pair.access] = {family, now_s + life};
  if (!pair.refresh.empty()) refresh_[pair.refresh] = {family, false};
  return pair;
}

TokenPair TokenStore::issue(const Scopes& scopes, std::int64_t life, std::int64_t now_s) {
  const std::uint64_t family = families_.size() + 1;
  families_[family] = {scopes, false};
  return pair_for(family, life, now_s);
}

std::optional<TokenStore::Grant> TokenStore::grant(const std::string& access, std::int64_t now_s) const {
  const auto it = access_.find(access);
  if (it == access_.end() || now_s >= it->second.expires) return std::nullopt;
  const Family& family = families_.at(it->second.family);
  if (family.dead) return std::nullopt;
  return Grant{it->second.family, family.scopes};
}

TokenStore::Refreshed TokenStore::refresh(const std::string& token, std::int64_t life, std::int64_t now_s) {
  const auto it = refresh_.find(token);
  if (it == refresh_.end()) return {std::nullopt, Reuse::no};
  Family& family = families_.at(it->second.family);
  if (family.dead) return {std::nullopt, Reuse::no};
  if (it->second.spent) {
    family.dead = true;
    return {std::nullopt, Reuse::yes};
  }
  it->second.spent = true;
  return {pair_for(it->second.family, life, now_s), Reuse::no};
}

void TokenStore::revoke(const std::string& token) {
  if (const auto it = refresh_.find(token); it != refresh_.end()) families_.at(it->second.family).dead = true;
  access_.erase(token);
}

void TokenStore::expire(const std::string& access) { access_.erase(access); }
void TokenStore::expire_all() { access_.clear(); }

}  // namespace sandbox
