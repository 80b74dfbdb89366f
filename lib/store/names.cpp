#include "lib/store/names.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <vector>

namespace locker::store {
namespace {

std::map<std::int64_t, std::string> read(const Database& database, const char* sql) {
  SQLite::Statement rows(database.sqlite(), sql);
  std::map<std::int64_t, std::string> names;
  while (rows.executeStep()) names.emplace(rows.getColumn(0).getInt64(), rows.getColumn(1).getString());
  return names;
}

/// Most handles held in memory; a locker may know millions of people.
constexpr std::size_t kMostHandles = 10'000;

}  // namespace

constexpr char kNameNow[] =
    "SELECT f.name FROM record r JOIN version f ON f.id = r.face"
    " WHERE r.account = ? AND r.type = ? AND r.key = ?";

/// The last name known at that time; if none was known yet, the first one.
constexpr char kNameThen[] =
    "SELECT v.name FROM record r JOIN version v ON v.record = r.id"
    " WHERE r.account = ?1 AND r.type = ?2 AND r.key = ?3 AND v.name IS NOT NULL"
    " ORDER BY v.seq > ?4, iif(v.seq > ?4, -v.observed, v.observed) DESC, v.id LIMIT 1";

struct Names::Lookup {
  Lookup(SQLite::Database& database, std::int64_t at_seq)
      : mentioned(database, "SELECT handle FROM named WHERE account = ? AND person = ?"),
        by_name(database, at_seq == kNow ? kNameNow : kNameThen) {
    if (at_seq != kNow) by_name.bind(4, at_seq);
  }
  SQLite::Statement mentioned, by_name;
};

Names::Names(const Database& database)
    : accounts_(read(database, "SELECT id, name FROM account")),
      types_(read(database, "SELECT id, name FROM type")),
      database_(database) {}

Names::Names(const Database& database, const connector::Registry& registry) : Names(database) {
  SQLite::Statement owners(database.sqlite(),
                           "SELECT id, connector, user_id, handle FROM account WHERE handle <> ''");
  while (owners.executeStep())
    if (const auto* facts = registry.find(owners.getColumn(1).getString()))
      owners_[owners.getColumn(0).getInt64()] = {owners.getColumn(2).getString(),
                                                 facts->called(owners.getColumn(3).getString())};
}

Names::Names(const Database& database, const connector::Registry& registry, std::int64_t at_seq)
    : Names(database, registry) {
  at_seq_ = at_seq;
}

Names::~Names() = default;

std::string_view Names::account(std::int64_t id) const {
  const auto found = accounts_.find(id);
  return found == accounts_.end() ? std::string_view() : found->second;
}

std::string_view Names::type(std::int64_t id) const {
  const auto found = types_.find(id);
  return found == types_.end() ? std::string_view() : found->second;
}

std::string_view Names::handle(std::int64_t account, std::string_view person) {
  if (person.empty()) return {};
  auto& known = handles_[account];
  if (const auto found = known.find(person); found != known.end()) return found->second;
  if (++known_ > kMostHandles) {
    handles_.clear();
    known_ = 1;
  }
  std::string id(person);
  std::string handle = look_up(account, id);
  return handles_[account].emplace(std::move(id), std::move(handle)).first->second;
}

/// Returns the handle that somebody's post uses for the person; the id itself if none does.
std::string Names::mentioned(std::int64_t account, const std::string& person) {
  auto& row = lookup_->mentioned;
  row.reset();
  row.bind(1, account);
  row.bindNoCopy(2, person);
  std::string handle = row.executeStep() ? row.getColumn(0).getString() : person;
  row.reset();
  return handle;
}

std::string Names::look_up(std::int64_t account, const std::string& person) {
  if (!lookup_) lookup_ = std::make_unique<Lookup>(database_.sqlite(), at_seq_);
  auto& row = lookup_->by_name;
  const auto owner = owners_.find(account);
  const bool is_owner = owner != owners_.end() && owner->second.id == person;
  std::string handle = is_owner ? owner->second.handle : mentioned(account, person);
  for (const auto& [type, name] : types_) {
    if (!name.starts_with("profile/") && !name.starts_with("contact/")) continue;
    row.reset();
    row.bind(1, account);
    row.bind(2, type);
    row.bindNoCopy(3, person);
    if (row.executeStep() && !row.getColumn(0).isNull()) handle = row.getColumn(0).getString();
  }
  row.reset();
  return handle;
}

}  // namespace locker::store
