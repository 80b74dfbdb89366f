#include "lib/store/write/eraser.hpp"

#include <utility>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/store/write/forgotten.hpp"

namespace locker::store {
namespace {

/// The chosen records and all their names. The tables are private to this connection and in memory, so that
/// names to be forgotten are not written to disk once more.
constexpr const char* kTables =
    "PRAGMA temp_store = MEMORY;"
    "CREATE TEMP TABLE chosen(record INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE chosen_name(type INTEGER NOT NULL, key TEXT NOT NULL);";

/// Returns whether a file of an export, which is named `<id>-...` if it arrived before the records that show
/// it, has one of these ids.
bool is_named_by_one_of(std::string_view file, const std::set<std::string, std::less<>>& ids) {
  for (auto dash = file.find('-'); dash != std::string_view::npos; dash = file.find('-', dash + 1))
    if (ids.contains(file.substr(0, dash))) return true;
  return false;
}

/// Returns whether a file that no record shows (`2024/2024-05-01_<id>_1.jpg`) is named after one of these
/// ids.
bool is_named_after_one_of(std::string_view path, const std::set<std::string, std::less<>>& ids) {
  path.remove_prefix(path.rfind('/') + 1);
  for (auto line = path.find('_'); line != std::string_view::npos; line = path.find('_')) {
    if (ids.contains(path.substr(0, line))) return true;
    path.remove_prefix(line + 1);
  }
  return false;
}

}  // namespace

Eraser::Eraser(WriteContext& context) : context_(context), compressor_(context) {
  // Freed space is overwritten, not only unlinked.
  context_.database.sqlite().exec("PRAGMA secure_delete = ON");
  context_.database.sqlite().exec(kTables);
}

void Eraser::choose(std::int64_t record) {
  context_.statement.run("INSERT INTO chosen(record) VALUES (?)", record);
}

int Eraser::choose_some(std::int64_t account, int count) {
  return context_.statement.run("INSERT INTO chosen(record) SELECT id FROM record WHERE account = ? LIMIT ?",
                                account, count);
}

void Eraser::erase(std::int64_t account, std::string_view account_name) {
  note_names();
  add_to_forgotten(account_name);
  erase_files(account, context_.database.home().account(account_name) / "media");
  retire_dictionaries();
  erase_notices(account);
  erase_rows();
  context_.statement.run("DELETE FROM chosen_name");
  context_.statement.run("DELETE FROM chosen");
}

void Eraser::note_names() {
  context_.statement.run(
      "INSERT INTO chosen_name(type, key)"
      " SELECT r.type, r.key FROM chosen c CROSS JOIN record r ON r.id = c.record"
      " UNION ALL SELECT type, key FROM alias WHERE record IN chosen");
}

void Eraser::add_to_forgotten(std::string_view account) {
  auto& names = context_.statement("SELECT t.name, n.key FROM chosen_name n JOIN type t ON t.id = n.type");
  Forgotten forgotten(context_);
  while (names.step()) forgotten.add(account, text_of(names, 0), text_of(names, 1));
  names.reset();
}

/// Files are deleted before their rows: a kill in between leaves a row, and forgetting again continues.
void Eraser::erase_files(std::int64_t account, const std::filesystem::path& media) {
  const Ids ids = chosen_ids();
  erase_unshown_files(account, media, ids);
  auto& files = context_.statement(
      "SELECT DISTINCT f.id, f.path FROM chosen c CROSS JOIN media m ON m.record = c.record"
      " CROSS JOIN file f ON f.id = m.file WHERE NOT EXISTS"
      " (SELECT 1 FROM media o WHERE o.file = f.id AND o.record NOT IN chosen)");
  std::vector<std::int64_t> erased;
  while (files.step()) {
    erased.push_back(files.number(0));
    std::filesystem::remove(media / text_of(files, 1));
  }
  files.reset();
  context_.statement.run("DELETE FROM media WHERE record IN chosen");
  for (const auto file : erased) context_.statement.run("DELETE FROM file WHERE id = ?", file);
  // Incomplete downloads are named by their addresses alone, so all are deleted; those still needed are
  // repeated.
  if (!erased.empty()) std::filesystem::remove_all(media / ".incoming");
  erase_waiting_files(media / ".waiting", ids);
}

Eraser::Ids Eraser::chosen_ids() {
  Ids ids;
  auto& keys = context_.statement("SELECT key FROM chosen_name");
  while (keys.step()) ids.emplace(text_of(keys, 0));
  keys.reset();
  return ids;
}

/// An export may have had files of these records before the records came from elsewhere.
void Eraser::erase_unshown_files(std::int64_t account, const std::filesystem::path& media, const Ids& ids) {
  auto& files = context_.statement(
      "SELECT id, path FROM file WHERE account = ?"
      " AND NOT EXISTS (SELECT 1 FROM media WHERE media.file = file.id)");
  Statements::bind_all(files, account);
  std::vector<std::pair<std::int64_t, std::string>> erased;
  while (files.step())
    if (is_named_after_one_of(text_of(files, 1), ids))
      erased.emplace_back(files.number(0), std::string(text_of(files, 1)));
  files.reset();
  for (const auto& [id, path] : erased) {
    std::filesystem::remove(media / path);
    context_.statement.run("DELETE FROM file WHERE id = ?", id);
  }
}

void Eraser::erase_waiting_files(const std::filesystem::path& folder, const Ids& ids) {
  if (!std::filesystem::exists(folder)) return;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (is_named_by_one_of(entry.path().filename().native(), ids)) files.push_back(entry.path());
  for (const auto& file : files) std::filesystem::remove(file);
}

void Eraser::retire_dictionaries() {
  auto& rows = context_.statement("SELECT DISTINCT type FROM chosen_name");
  std::vector<std::int64_t> types;
  while (rows.step()) types.push_back(rows.number(0));
  rows.reset();
  for (const auto type : types) compressor_.retire_dictionaries(type);
}

void Eraser::erase_notices(std::int64_t account) {
  auto& run = context_.statement;
  run.run("DELETE FROM notice WHERE account = ? AND key IN (SELECT key FROM record WHERE id IN chosen)",
          account);
  // An earlier program stored the plain keys of charged resources there.
  run.run("DELETE FROM charged WHERE account = ? AND key IN (SELECT key FROM chosen_name)", account);
}

void Eraser::erase_rows() {
  auto& run = context_.statement;
  run.run("DELETE FROM search WHERE rowid IN (SELECT sort FROM record WHERE id IN chosen)");
  run.run("DELETE FROM entry WHERE record IN chosen");
  run.run("DELETE FROM part WHERE version IN (SELECT id FROM version WHERE record IN chosen)");
  run.run("DELETE FROM sample WHERE record IN chosen");
  run.run("DELETE FROM reply WHERE record IN chosen");
  run.run("DELETE FROM unjoined WHERE record IN chosen");
  run.run("DELETE FROM alias WHERE record IN chosen");
  run.run("DELETE FROM version WHERE record IN chosen");
  run.run(
      "UPDATE change SET action = 7, record = NULL, stream = NULL, version = NULL WHERE record IN chosen");
  run.run("DELETE FROM record WHERE id IN chosen");
}

}  // namespace locker::store
