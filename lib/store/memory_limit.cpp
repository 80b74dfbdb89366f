#include "lib/store/memory_limit.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <string>

namespace locker::store {
namespace {

constexpr int kPages = 32;

}  // namespace

void limit_memory(const Database& database) {
  database.sqlite().exec("PRAGMA cache_size = " + std::to_string(kPages));
}

bool is_memory_limited(const Database& database) {
  return database.sqlite().execAndGet("PRAGMA cache_size").getInt() == kPages;
}

void release_pages(const Database& database) { sqlite3_db_release_memory(database.sqlite().getHandle()); }

}  // namespace locker::store
