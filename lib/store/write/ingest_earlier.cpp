#include "lib/json/canonical.hpp"
#include "lib/store/write/ingest.hpp"

// Content that an export observed before what is already stored, or that belongs to an earlier edit.

namespace locker::store {

void Ingest::add_earlier_version(Record& record, const Form& newest, const ResolvedObservation& seen) {
  const Neighbours near = neighbours(record, seen);
  if (near.is_known) return;
  if (near.seen_later != 0) return was_seen_before(record, near.seen_later, seen);
  insert_version(record.id, seen, {}, false, next_seq());
  (void)compressor_.compress_some(seen.type.id);
  note_names(record.id, seen);
  if (newest.text.empty() && !seen.what.text.empty()) choose_head_and_face(record, seen.type);
}

/// Searches the versions of one edit: whether this content was the last one observed by then, and otherwise
/// the version with this content that was observed next.
Ingest::Neighbours Ingest::neighbours(const Record& record, const ResolvedObservation& seen) {
  const std::string content = json::canonical(seen.what.raw, seen.type.rules);
  const bool by_service = provenance_.source == "api";
  const auto now = to_millis(provenance_.observed);
  auto& versions = context_.statement(
      "SELECT id, observed, plain(raw, dictionary) FROM version WHERE record = ? AND shape = ? AND ord = ?"
      " ORDER BY observed, id");
  Statements::bind_all(versions, record.id, seen.shape, seen.what.order);
  Neighbours near;
  while (versions.step()) {
    const bool same = json::canonical(text_of(versions, 2), seen.type.rules) == content;
    if (by_service || versions.number(1) == now)
      near.is_known = near.is_known || same;
    else if (versions.number(1) < now)
      near.is_known = same;
    else if (same)
      near.seen_later = versions.number(0);
    if (!by_service && versions.number(1) > now) break;
  }
  versions.reset();
  return near;
}

/// Moves a version's first observation back to an older export that also contains it. The name stays that of
/// the newest.
void Ingest::was_seen_before(Record& record, std::int64_t version, const ResolvedObservation& seen) {
  const bool is_merged = !record.merged.empty();
  if (is_merged) take_from_index(record);
  context_.statement.run(
      "UPDATE version SET looked = iif(sha256 = ?1 AND name IS NULL, ?2, looked), observed = ?2, source = ?3"
      " WHERE id = ?4",
      sha256(seen.what.raw), to_millis(provenance_.observed), provenance_.source, version);
  if (is_merged) choose_head_and_face(record, seen.type);
}

/// An export may report a person's name separately from the rest, which is unchanged.
void Ingest::note_name(Record& record, const Form& form, const ResolvedObservation& seen) {
  if (provenance_.source == "api" || seen.what.name.empty() || provenance_.observed <= form.looked) return;
  take_from_index(record);
  context_.statement.run("UPDATE version SET looked = ?, name = ? WHERE id = ?",
                         to_millis(provenance_.observed), seen.what.name, form.version);
  choose_head_and_face(record, seen.type);
}

}  // namespace locker::store
