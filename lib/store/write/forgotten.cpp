#include "lib/store/write/forgotten.hpp"

namespace locker::store {

Forgotten::Forgotten(Core& core) : core_(core), salted_(core) {
  any_ = core.statement.number("SELECT 1 FROM forgotten LIMIT 1").has_value();
}

Digest Forgotten::digest(std::string_view account, std::string_view type, std::string_view key) const {
  return salted_.digest({account, type, key});
}

bool Forgotten::contains(std::string_view account, std::string_view type, std::string_view key) const {
  return any_ &&
         core_.statement.number("SELECT 1 FROM forgotten WHERE digest = ?", digest(account, type, key));
}

void Forgotten::add(std::string_view account, std::string_view type, std::string_view key) {
  any_ = true;
  core_.statement.run("INSERT OR IGNORE INTO forgotten(digest) VALUES (?)", digest(account, type, key));
}

}  // namespace locker::store
