#include "lib/store/write/forgotten.hpp"

namespace locker::store {

Forgotten::Forgotten(Core& core) : core_(core) {
  SQLite::Statement salt(core.database.sqlite(), "SELECT value FROM meta WHERE key = 'salt'");
  if (salt.executeStep()) salt_ = salt.getColumn(0).getString();
  any_ = core.statement.number("SELECT 1 FROM forgotten LIMIT 1").has_value();
}

Digest Forgotten::digest(std::string_view account, std::string_view type, std::string_view key) const {
  std::string name = salt_;
  for (const auto part : {account, type, key}) name.append(part).push_back('\0');
  return sha256(name);
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
