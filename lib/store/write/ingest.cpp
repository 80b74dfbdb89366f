#include "lib/store/write/ingest.hpp"

#include "lib/json/canonical.hpp"
#include "lib/store/merge.hpp"
#include "lib/store/succession.hpp"
#include "lib/store/write/news.hpp"
#include "lib/store/write/prepared.hpp"

namespace locker::store {
namespace {

/// Returns the observation with only the text of its own bytes.
Observation alone(const Observation& what) {
  Observation own = what;
  own.text = what.repeats->own_text;
  own.parts.clear();
  own.repeats.reset();
  own.prepared = nullptr;
  return own;
}

}  // namespace

Ingest::Ingest(WriteContext& context, Provenance provenance)
    : context_(context),
      provenance_(std::move(provenance)),
      rows_(context, provenance_),
      forgotten_(context),
      parts_(context.statement),
      compressor_(context),
      relations_(context.statement, provenance_.account, provenance_.observed),
      index_(context.statement) {}

std::optional<Ingest::Stored> Ingest::store(const Observation& observation, const LookupResult& lookup,
                                            Counts& counts) {
  if (shows_forgotten(observation)) return store(alone(observation), lookup, counts);
  if (is_unchanged(observation, lookup)) {
    ++counts.unchanged;
    note_again(lookup.record, observation);
    return Stored{lookup.record, false};
  }
  if (observation.read) {
    const Observation whole = observation.read(observation.raw);
    return store(whole, BatchLookup::at(context_, provenance_, whole), counts);
  }
  TypeRow& type = context_.type_row(observation.type);
  const auto [shape, rank] = context_.shape(type, observation.shape);
  const ResolvedObservation seen{observation, type, shape, rank};
  if (auto record = load(lookup, type, observation)) {
    compare(*record, seen, counts);
    return Stored{record->id, false};
  }
  if (forgotten_.contains(provenance_.account_name, observation.type, observation.key)) {
    if (provenance_.source != "api") ++counts.forgotten;  // for a sync, page.cpp counts forgotten members
    return std::nullopt;
  }
  return Stored{create(seen, counts), true};
}

bool Ingest::shows_forgotten(const Observation& what) const {
  return what.repeats && forgotten_.contains(provenance_.account_name, what.type, what.repeats->key);
}

bool Ingest::is_unchanged(const Observation& what, const LookupResult& lookup) {
  if (!lookup.same) return false;
  return what.parts.empty() || parts_.same(lookup.version, what.parts, context_.type_row(what.type), true);
}

bool Ingest::same_content(const Form& form, const ResolvedObservation& seen) {
  return json::canonical(seen.what.raw, seen.type.rules) == json::canonical(form.raw, seen.type.rules) &&
         parts_.same(form.version, seen.what.parts, seen.type, false);
}

std::optional<Record> Ingest::load(const LookupResult& lookup, const TypeRow& type,
                                   const Observation& observation) {
  if (lookup.record != 0) return rows_.load(type, observation.key);
  auto record = rows_.load_by_alias(type, observation.key);
  for (const auto& alias : observation.aliases) {
    if (record) break;
    record = rows_.load(type, alias);
    if (!record) record = rows_.load_by_alias(type, alias);
  }
  return record;
}

std::int64_t Ingest::create(const ResolvedObservation& seen, Counts& counts) {
  const Observation& what = seen.what;
  const auto [record, sort] = rows_.insert(seen);
  const std::int64_t seq = context_.log(Action::created, provenance_.account, record, std::nullopt,
                                        rows_.next_version(), provenance_.now);
  insert_version(record, seen, {}, true, seq);
  note_names(record, seen);
  index_.add(record, sort, what.prepared ? what.prepared->words : words_of(what.text, what.name));
  ++counts.created;
  return record;
}

std::int64_t Ingest::insert_version(std::int64_t record, const ResolvedObservation& seen,
                                    std::string_view dropped, bool newest, std::int64_t seq) {
  const std::int64_t version = rows_.insert_version(record, seen, dropped, newest, seq);
  parts_.put(version, seen.what.parts);
  return version;
}

void Ingest::note_names(std::int64_t record, const ResolvedObservation& seen) {
  rows_.add_names(record, seen.type, seen.what);
  relations_.note(record, seen.what);
}

/// Known bytes may be understood better than when they were stored, so exports update the relations again.
void Ingest::note_again(std::int64_t record, const Observation& what) {
  if (provenance_.source != "api") relations_.note(record, what);
}

void Ingest::compare(Record& record, const ResolvedObservation& seen, Counts& counts) {
  if (const auto form = rows_.newest_form(record, seen.shape))
    compare_with(record, *form, seen, counts);
  else
    add_version(record, nullptr, seen, counts);
}

void Ingest::compare_with(Record& record, const Form& form, const ResolvedObservation& seen, Counts& counts) {
  const Observation& what = seen.what;
  const Stated next{.ord = what.order,
                    .observed = provenance_.observed,
                    .looked = provenance_.observed,
                    .by_service = provenance_.source == "api",
                    .rank = seen.rank,
                    .raw = what.raw,
                    .text = what.text};
  const Stated known{.ord = form.ord,
                     .observed = form.observed,
                     .looked = form.looked,
                     .rank = seen.rank,
                     .raw = form.raw,
                     .text = form.text};
  const bool earlier = is_earlier(next, known);
  if (!earlier && what.order == form.ord) {
    const bool same_bytes = what.raw == form.raw && parts_.same(form.version, what.parts, seen.type, true);
    if (same_bytes || same_content(form, seen)) {
      ++counts.unchanged;
      note_again(record.id, what);
      if (!same_bytes || what.text.size() > form.text.size()) refresh_counters(record, form, seen);
      note_name(record, form, seen);
      return restore_if_deleted(record, form.version, what, counts);
    }
  }
  if (!takes_over(next, known)) {
    ++counts.unchanged;
    return add_earlier_version(record, form, seen);
  }
  add_version(record, &form, seen, counts);
}

void Ingest::refresh_counters(Record& record, const Form& form, const ResolvedObservation& seen) {
  const Observation& what = seen.what;
  if (seen.type.facts && utc_day(form.looked) < utc_day(provenance_.observed)) {
    const auto& paths = seen.type.facts->volatile_fields;
    const std::string before = json::extract(form.raw, paths);
    if (before != "{}" && before != json::extract(what.raw, paths))
      context_.statement.run("INSERT OR REPLACE INTO sample(record, day, counters) VALUES (?, ?, ?)",
                             record.id, utc_day(form.looked), before);
  }
  // An observation with more context (the original post of a repost) has the longer text.
  const std::string& text = what.text.size() > form.text.size() ? what.text : form.text;
  const bool shows_more = text != form.text;
  if (shows_more) take_from_index(record);
  const StoredText kept = locate_text(what.raw, text);
  context_.statement.run(
      "UPDATE version SET raw = ?, sha256 = ?, looked = ?, told = ?, text_from = ?, text_size = ? WHERE id = "
      "?",
      what.raw, sha256(what.raw), to_millis(provenance_.observed), kept.own_column(text), kept.from, kept.size,
      form.version);
  parts_.put(form.version, what.parts);
  if (!record.merged.empty() || shows_more) choose_head_and_face(record, seen.type);
}

/// Returns whether the time of this shape overrides the record's: an export does not override the service,
/// nor a shape that only names the record one that contains it.
bool Ingest::knows_time(int rank, int best) {
  return !connector::is_export(rank) || (connector::is_export(best) && rank < connector::kPartialExportRank);
}

void Ingest::add_version(Record& record, const Form* previous, const ResolvedObservation& seen,
                         Counts& counts) {
  const Observation& what = seen.what;
  const Known before = rows_.known(record);
  std::string dropped;
  if (previous) {
    dropped = dropped_fields(previous->raw, previous->dropped, what.raw);
    compressor_.put_away(previous->version, seen.type);
  }
  const std::int64_t version = insert_version(record.id, seen, dropped, true, next_seq());
  if (previous && previous->ord == what.order) parts_.copy_missing(previous->version, version);
  note_names(record.id, seen);
  if (!what.author.empty())
    context_.statement.run("UPDATE record SET author = ?1 WHERE id = ?2 AND author IS NOT ?1", what.author,
                           record.id);
  if (what.time && (!record.time || knows_time(seen.rank, before.rank)))
    move_to(record, to_millis(*what.time), what.tiebreak);
  choose_head_and_face(record, seen.type);
  restore_if_deleted(record, version, what, counts);
  if (!is_update(before, rows_.known(record), {seen, previous != nullptr, provenance_.observed})) {
    ++counts.unchanged;
    return;
  }
  const std::int64_t seq =
      context_.log(Action::update, provenance_.account, record.id, std::nullopt, version, provenance_.now);
  context_.statement.run("UPDATE version SET seq = ? WHERE id = ?", seq, version);
  ++counts.updated;
}

void Ingest::restore_if_deleted(Record& record, std::int64_t version, const Observation& what,
                                Counts& counts) {
  if (record.state == 0 || what.gone) return;
  const auto gone =
      context_.statement.number("SELECT max(time) FROM change WHERE record = ? AND action = 3", record.id);
  if (gone && to_millis(provenance_.observed) < *gone) return;  // an older archive does not undo a deletion
  context_.statement.run("UPDATE record SET state = 0 WHERE id = ?", record.id);
  context_.log(Action::restore, provenance_.account, record.id, std::nullopt, version, provenance_.now);
  record.state = 0;
  ++counts.restored;
}

bool Ingest::mark_deleted(std::int64_t record) {
  if (context_.statement.run("UPDATE record SET state = 1 WHERE id = ? AND state = 0", record) == 0)
    return false;
  context_.log(Action::remove_record, provenance_.account, record, std::nullopt, std::nullopt,
               provenance_.now);
  return true;
}

bool Ingest::mark_deleted_by_export(std::int64_t record) {
  const bool seen_since = context_.statement
                              .number("SELECT 1 FROM version WHERE record = ? AND looked > ? LIMIT 1", record,
                                      to_millis(provenance_.observed))
                              .has_value();
  return !seen_since && mark_deleted(record);
}

void Ingest::choose_head_and_face(Record& record, const TypeRow& type) {
  const auto forms = rows_.current_forms(record.id);
  std::vector<ShapeForm> shapes;
  std::vector<Face> faces;
  for (const auto& form : forms) {
    shapes.push_back({form.raw, form.dropped, form.rank, form.observed, form.looked});
    faces.push_back({form.text, form.name, form.observed, form.rank});
  }
  const Form* face = &forms[choose_face(faces)];
  take_from_index(record);
  record.head = forms.front().version;
  record.face = face->face;
  record.merged = shapes.size() > 1 ? merge_shapes(shapes, type.facts) : std::string();
  const bool side_by_side =
      forms.size() == 2 && record.merged == members_of_both(forms.front().raw, forms.back().raw);
  context_.statement.run("UPDATE record SET head = ?, face = ?, merged = ?, joined = ? WHERE id = ?",
                         record.head, record.face, side_by_side ? std::nullopt : or_null(record.merged),
                         side_by_side ? std::optional(forms.back().version) : std::nullopt, record.id);
  index_.add(record.id, record.sort, words_of(face->text, face->name));
  record.indexed = true;
}

void Ingest::change_text(const TypeRow& type, std::string_view key, const std::function<void()>& change) {
  auto record = rows_.load(type, key);
  if (!record) return;
  take_from_index(*record);
  change();
  choose_head_and_face(*record, type);
}

void Ingest::take_from_index(Record& record) {
  if (std::exchange(record.indexed, false)) index_.remove(record.id, record.sort);
}

void Ingest::move_to(Record& record, std::int64_t time, std::uint32_t tiebreak) {
  if (record.time == time) return;
  take_from_index(record);
  rows_.move(record, time, tiebreak);
}

/// A version that changes nothing belongs to the state after the next change, since it was not there after
/// the last one.
std::int64_t Ingest::next_seq() {
  return context_.statement.number("SELECT max(seq) FROM change").value_or(0) + 1;
}

}  // namespace locker::store
