#include "lib/store/write/ingest.hpp"

// Records that were stored separately and turn out to be the same.

namespace locker::store {

void Ingest::merge_part(TypeRow& type, std::string_view part, std::string_view whole, std::int64_t order) {
  const auto from = rows_.load(type, part);
  if (!from) return;
  auto& run = context_.statement;
  run.run("DELETE FROM unjoined WHERE record = ?", from->id);
  run.run("UPDATE version SET ord = ? WHERE record = ?", order, from->id);
  auto to = rows_.load(type, whole);
  if (!to) to = rows_.load_by_alias(type, whole);
  if (!to) {
    run.run("UPDATE record SET key = ? WHERE id = ?", whole, from->id);
    return rows_.add_alias(from->id, type, part);
  }
  index_.remove(from->id, from->sort);
  transfer_memberships(from->id, to->id);
  run.run("UPDATE version SET record = ? WHERE record = ?", to->id, from->id);
  run.run("UPDATE change SET record = ? WHERE record = ?", to->id, from->id);
  run.run(
      "UPDATE change SET action = iif(seq = (SELECT min(seq) FROM change WHERE record = ?1 AND action IN (1, "
      "2)),"
      " 1, 2) WHERE record = ?1 AND action IN (1, 2)",
      to->id);
  run.run("UPDATE alias SET record = ? WHERE record = ?", to->id, from->id);
  run.run("DELETE FROM reply WHERE record = ?", from->id);
  for (const char* hand_over : {"UPDATE OR IGNORE sample SET record = ? WHERE record = ?",
                                "UPDATE OR IGNORE media SET record = ? WHERE record = ?"})
    run.run(hand_over, to->id, from->id);
  for (const char* remove : {"DELETE FROM sample WHERE record = ?", "DELETE FROM media WHERE record = ?",
                             "DELETE FROM record WHERE id = ?"})
    run.run(remove, from->id);
  rows_.add_alias(to->id, type, part);
  compress_superseded(to->id, type);
  Record united = *to;
  choose_head_and_face(united, type);
}

/// If both are in one stream, the record joined it once: the membership of the part, and its change, are
/// dropped.
void Ingest::transfer_memberships(std::int64_t from, std::int64_t to) {
  auto& rows = context_.statement(
      "SELECT began FROM membership m WHERE record = ?1 AND ended IS NULL AND EXISTS"
      " (SELECT 1 FROM membership WHERE stream = m.stream AND record = ?2 AND ended IS NULL)");
  Statements::bind_all(rows, from, to);
  std::vector<std::int64_t> twice;
  while (rows.step()) twice.push_back(rows.number(0));
  rows.reset();
  for (const auto began : twice) {
    context_.statement.run("DELETE FROM membership WHERE record = ? AND began = ?", from, began);
    context_.statement.run(
        "UPDATE change SET action = 7, record = NULL, stream = NULL, version = NULL WHERE seq = ?", began);
  }
  context_.statement.run("UPDATE membership SET record = ? WHERE record = ?", to, from);
}

/// Leaves only the form of the latest edit as the newest of each shape.
void Ingest::compress_superseded(std::int64_t record, const TypeRow& type) {
  auto& rows = context_.statement(
      "SELECT v.id FROM version v WHERE v.record = ?1 AND v.newest = 1 AND EXISTS (SELECT 1 FROM version n"
      " WHERE n.record = ?1 AND n.shape = v.shape AND n.newest = 1"
      " AND (n.ord, n.observed, n.id) > (v.ord, v.observed, v.id))");
  Statements::bind_all(rows, record);
  std::vector<std::int64_t> overtaken;
  while (rows.step()) overtaken.push_back(rows.number(0));
  rows.reset();
  for (const auto version : overtaken) compressor_.put_away(version, type);
}

}  // namespace locker::store
