#include "lib/store/write/salted.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace locker::store {

Salted::Salted(WriteContext& context) {
  SQLite::Statement salt(context.database.sqlite(), "SELECT value FROM meta WHERE key = 'salt'");
  if (salt.executeStep()) salt_ = salt.getColumn(0).getString();
}

Digest Salted::digest(std::initializer_list<std::string_view> parts) const {
  std::string name = salt_;
  for (const auto part : parts) name.append(part).push_back('\0');
  return sha256(name);
}

}  // namespace locker::store
