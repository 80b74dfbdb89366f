#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace sandbox {

using Scopes = std::set<std::string>;

Scopes parse_scopes(const std::string& spaced);
std::string spaced(const Scopes& scopes);

struct TokenPair {
  std::string access, refresh;  // `refresh` is empty without offline.access
  std::int64_t expires_in;
  Scopes scopes;
};

// Tokens belong to families: all tokens that descend from one consent. Reuse of a spent refresh token revokes
// the family.
class TokenStore {
 public:
  TokenPair issue(const Scopes& scopes, std::int64_t life, std::int64_t now_s);

  struct Grant {
    std::uint64_t family;
    Scopes scopes;
  };
  std::optional<Grant> grant(const std::string& access, std::int64_t now_s) const;

  enum class Reuse { no, yes };
  struct Refreshed {
    std::optional<TokenPair> pair;
    Reuse reuse;
  };
  Refreshed refresh(const std::string& token, std::int64_t life, std::int64_t now_s);
  // Revokes a token of either kind; a refresh token revokes its family.
  void revoke(const std::string& token);
  void expire(const std::string& access);
  void expire_all();

 private:
  struct Family {
    Scopes scopes;
    bool dead = false;
  };
  struct Access {
    std::uint64_t family;
    std::int64_t expires;
  };
  struct Refresh {
    std::uint64_t family;
    bool spent;
  };
  TokenPair pair_for(std::uint64_t family, std::int64_t life, std::int64_t now_s);

  std::map<std::uint64_t, Family> families_;
  std::map<std::string, Access> access_;
  std::map<std::string, Refresh> refresh_;
};

}  // namespace sandbox
