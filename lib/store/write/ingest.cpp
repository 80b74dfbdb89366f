#include "lib/store/write/ingest.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/json/canonical.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/merge.hpp"
#include "lib/store/sort_key.hpp"

namespace locker::store {

struct Ingest::Record {
  std::int64_t id = 0, sort = 0, state = 0, head = 0, face = 0;
  std::optional<std::int64_t> time;
  std::string merged;
  bool indexed = true;
};

/// The newest version of one shape of a record.
struct Ingest::Form {
  std::int64_t version = 0, ord = 0;
  Instant observed, looked;
  int rank = 0;
  std::string raw, text, name, dropped;
};

/// What a first look found: the record of that key, and whether there is nothing new about it.
struct Ingest::Glance {
  std::int64_t record = 0, version = 0;
  bool unchanged = false;
};

/// An observation with its names looked up.
struct Ingest::Seen {
  const Observation& what;
  const TypeRow& type;
  std::int64_t shape = 0;
  int rank = 0;
};

namespace {

/// True if a field that both forms have differs, or one that `before` has is gone. What was only
/// learnt (another endpoint tells more) is no change of the record.
bool differs_where_both_know(std::string_view before, std::string_view after, const TypeRow& type) {
  const auto name = [&](std::string_view key) {
    for (const auto& [first, other] : type.rules.aliases)
      if (key == other) return std::string_view(first);
    return key;
  };
  const auto known = top_level_fields(before);
  std::string common = "{";
  for (const auto& field : top_level_fields(after)) {
    const bool both =
        std::ranges::any_of(known, [&](const Field& k) { return name(k.key) == name(field.key); });
    if (!both) continue;
    common.append(common.size() > 1 ? ",\"" : "\"").append(field.key).append("\":").append(field.value);
  }
  return json::canonical(before, type.rules) != json::canonical(common + "}", type.rules);
}

}  // namespace

Ingest::Ingest(Core& core, Provenance provenance)
    : core_(core),
      provenance_(std::move(provenance)),
      forgotten_(core),
      parts_(core.statement),
      superseded_(core),
      relations_(core.statement, provenance_.account, provenance_.observed),
      index_(core.statement),
      any_alias_(core.statement.number("SELECT 1 FROM alias LIMIT 1").has_value()),
      next_record_(core.statement.number("SELECT max(id) FROM record").value_or(0) + 1),
      next_version_(core.statement.number("SELECT max(id) FROM version").value_or(0) + 1) {}

std::optional<Ingest::Stored> Ingest::store(const Observation& observation, Counts& counts) {
  TypeRow& type = core_.type_row(observation.type);
  const auto [shape, rank] = core_.shape(type, observation.shape);
  const Seen seen{observation, type, shape, rank};
  const Glance glance = glance_at(seen);
  if (glance.unchanged) {
    ++counts.unchanged;
    return Stored{glance.record, false};
  }
  if (auto record = load(glance, type, observation)) {
    compare(*record, seen, counts);
    return Stored{record->id, false};
  }
  if (forgotten_.contains(provenance_.account_name, observation.type, observation.key)) return std::nullopt;
  return Stored{create(seen, counts), true};
}

/// Nearly all that a sync meets is a record whose newest version has just these bytes, with nothing more to
/// be learnt from them; and nearly every record has one shape, whose newest version is its head.
Ingest::Glance Ingest::glance_at(const Seen& seen) {
  const Observation& what = seen.what;
  auto& row = core_.statement(
      "SELECT r.id, v.id, r.state = 0 AND v.shape = ?4 AND v.ord = ?5 AND v.observed <= ?6, v.raw, v.text"
      " FROM record r JOIN version v ON v.id = r.head WHERE r.account = ?1 AND r.type = ?2 AND r.key = ?3");
  Statements::bind_all(row, provenance_.account, seen.type.id, what.key, seen.shape, what.order,
                       to_millis(provenance_.observed));
  Glance glance;
  if (row.step()) {
    const bool same = row.number(2) != 0 && row.text(3) == what.raw && row.text(4).size() >= what.text.size();
    glance = {row.number(0), row.number(1), same};
  }
  row.reset();
  glance.unchanged = glance.unchanged && parts_.same(glance.version, what.parts, seen.type, true);
  return glance;
}

bool Ingest::same_content(const Form& form, const Seen& seen) {
  return json::canonical(seen.what.raw, seen.type.rules) == json::canonical(form.raw, seen.type.rules) &&
         parts_.same(form.version, seen.what.parts, seen.type, false);
}

std::optional<std::int64_t> Ingest::find(const TypeRow& type, std::string_view key) {
  if (const auto id =
          core_.statement.number("SELECT id FROM record WHERE account = ? AND type = ? AND key = ?",
                                 provenance_.account, type.id, key))
    return id;
  if (!any_alias_) return std::nullopt;
  return core_.statement.number("SELECT record FROM alias WHERE account = ? AND type = ? AND key = ?",
                                provenance_.account, type.id, key);
}

std::optional<Ingest::Record> Ingest::read_record(Scan& row) {
  if (!row.step()) return std::nullopt;
  Record record{.id = row.number(0),
                .sort = row.number(1),
                .state = row.number(2),
                .head = row.number(3),
                .face = row.number(4),
                .time = std::nullopt,
                .merged = std::string(text_of(row, 6)),
                .indexed = true};
  if (!row.is_null(5)) record.time = row.number(5);
  row.reset();
  return record;
}

std::optional<Ingest::Record> Ingest::load(const TypeRow& type, std::string_view key) {
  auto& row = core_.statement(
      "SELECT id, sort, state, head, face, time, merged FROM record"
      " WHERE account = ? AND type = ? AND key = ?");
  Statements::bind_all(row, provenance_.account, type.id, key);
  return read_record(row);
}

std::optional<Ingest::Record> Ingest::load_by_alias(const TypeRow& type, std::string_view key) {
  if (!any_alias_) return std::nullopt;
  auto& row = core_.statement(
      "SELECT r.id, r.sort, r.state, r.head, r.face, r.time, r.merged FROM alias a JOIN record r"
      " ON r.id = a.record WHERE a.account = ? AND a.type = ? AND a.key = ?");
  Statements::bind_all(row, provenance_.account, type.id, key);
  return read_record(row);
}

std::optional<Ingest::Record> Ingest::load(const Glance& glance, const TypeRow& type,
                                           const Observation& observation) {
  if (glance.record != 0) return load(type, observation.key);
  auto record = load_by_alias(type, observation.key);
  for (const auto& alias : observation.aliases) {
    if (record) break;
    record = load(type, alias);
    if (!record) record = load_by_alias(type, alias);
  }
  return record;
}

std::optional<Ingest::Form> Ingest::newest_form(const Record& record, std::int64_t shape) {
  const auto read = [](Scan& row) -> std::optional<Form> {
    if (!row.step()) return std::nullopt;
    Form form{.version = row.number(0),
              .ord = row.number(1),
              .observed = from_millis(row.number(2)),
              .looked = from_millis(row.number(3)),
              .rank = 0,
              .raw = std::string(text_of(row, 4)),
              .text = std::string(text_of(row, 5)),
              .name = std::string(text_of(row, 6)),
              .dropped = std::string(text_of(row, 7))};
    row.reset();
    return form;
  };
  // Nearly every record has one shape, whose newest version is its head.
  auto& head = core_.statement(
      "SELECT id, ord, observed, looked, raw, text, name, dropped FROM version WHERE id = ? AND shape = ?");
  Statements::bind_all(head, record.head, shape);
  if (auto form = read(head)) return form;
  auto& other = core_.statement(
      "SELECT id, ord, observed, looked, raw, text, name, dropped FROM version"
      " WHERE record = ? AND shape = ? AND newest = 1");
  Statements::bind_all(other, record.id, shape);
  return read(other);
}

std::int64_t Ingest::create(const Seen& seen, Counts& counts) {
  const Observation& what = seen.what;
  const std::int64_t record = next_record_++;
  const std::int64_t version = next_version_;
  const std::int64_t seq =
      core_.log(Action::created, provenance_.account, record, std::nullopt, version, provenance_.now);
  const std::int64_t sort = insert_record(record, version, seen);
  insert_version(record, seen, {}, true, seq);
  add_aliases(record, seen.type, what);
  relations_.note(record, what);
  index_.add(record, sort, what.text, what.name);
  ++counts.created;
  return record;
}

/// Its place in the order of time, which another one may have taken.
std::int64_t Ingest::insert_record(std::int64_t record, std::int64_t version, const Seen& seen) {
  const Observation& what = seen.what;
  std::optional<std::int64_t> time;
  if (what.time) time = to_millis(*what.time);
  std::int64_t sort = time ? sort_key(*what.time, what.tiebreak) : kTimeless + record;
  const auto insert = [&] {
    return core_.statement.run(
        "INSERT OR IGNORE INTO record(id, account, type, key, time, sort, head, face, author)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        record, provenance_.account, seen.type.id, what.key, time, sort, version, version,
        or_null(what.author));
  };
  if (insert() > 0) return sort;
  sort = free_sort_key(what.time, what.tiebreak, record);
  if (insert() == 0) throw Error(ErrorKind::internal, "the record " + what.key + " cannot be stored");
  return sort;
}

std::int64_t Ingest::insert_version(std::int64_t record, const Seen& seen, std::string_view dropped,
                                    bool newest, std::int64_t seq) {
  const std::int64_t version = next_version_++;
  const auto observed = to_millis(provenance_.observed);
  core_.statement.run(
      "INSERT INTO version(id, record, shape, seq, ord, observed, looked, source, newest, raw, sha256, text, "
      "name,"
      " dropped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      version, record, seen.shape, seq, seen.what.order, observed, observed, provenance_.source, newest,
      seen.what.raw, sha256(seen.what.raw), or_null(seen.what.text), or_null(seen.what.name),
      or_null(dropped));
  parts_.put(version, seen.what.parts);
  return version;
}

void Ingest::compare(Record& record, const Seen& seen, Counts& counts) {
  if (const auto form = newest_form(record, seen.shape))
    compare_with(record, *form, seen, counts);
  else
    add_version(record, nullptr, seen, counts);
}

void Ingest::compare_with(Record& record, const Form& form, const Seen& seen, Counts& counts) {
  const Observation& what = seen.what;
  if (is_earlier(what, form)) {
    ++counts.unchanged;
    return add_earlier_version(record, form, seen);
  }
  if (what.order == form.ord) {
    const bool same_bytes = what.raw == form.raw && parts_.same(form.version, what.parts, seen.type, true);
    if (same_bytes || same_content(form, seen)) {
      ++counts.unchanged;
      if (!same_bytes || what.text.size() > form.text.size()) refresh_counters(record, form, seen);
      return restore_if_deleted(record, form.version, what, counts);
    }
    if (provenance_.source != "api" && provenance_.observed == form.looked) {
      // An export that tells it twice, differently: both are kept, and the first one stays.
      ++counts.unchanged;
      return add_earlier_version(record, form, seen);
    }
  }
  add_version(record, &form, seen, counts);
}

/// An earlier edit, or an earlier look at the same one. A look of the service's own is later than the one
/// that first saw the content; an export may be older than looks that found it unchanged.
bool Ingest::is_earlier(const Observation& what, const Form& form) const {
  if (what.order != form.ord) return what.order < form.ord;
  return provenance_.observed < (provenance_.source == "api" ? form.observed : form.looked);
}

void Ingest::refresh_counters(Record& record, const Form& form, const Seen& seen) {
  const Observation& what = seen.what;
  if (seen.type.facts && utc_day(form.looked) < utc_day(provenance_.observed)) {
    const auto& paths = seen.type.facts->volatile_fields;
    const std::string before = json::extract(form.raw, paths);
    if (before != "{}" && before != json::extract(what.raw, paths))
      core_.statement.run("INSERT OR REPLACE INTO sample(record, day, counters) VALUES (?, ?, ?)", record.id,
                          utc_day(form.looked), before);
  }
  // Whoever could see more beside the object (the post that a repost repeats) made the longer text.
  const std::string& text = what.text.size() > form.text.size() ? what.text : form.text;
  const bool shows_more = text != form.text;
  if (shows_more) take_from_index(record);
  core_.statement.run("UPDATE version SET raw = ?, sha256 = ?, looked = ?, text = ? WHERE id = ?", what.raw,
                      sha256(what.raw), to_millis(provenance_.observed), or_null(text), form.version);
  parts_.put(form.version, what.parts);
  if (!record.merged.empty() || shows_more) choose_head_and_face(record, seen.type);
}

/// Whether this could change the record as it is shown. An export adds to what the service tells, and the
/// service to what an export told: that is learnt, not changed. A later edit is a change, whoever tells it.
Ingest::News Ingest::news_of(const Record& record, const Form* previous, const Seen& seen) {
  auto& row = core_.statement(
      "SELECT s.rank, (SELECT max(ord) FROM version WHERE record = v.record) FROM version v"
      " JOIN shape s ON s.id = v.shape WHERE v.id = ?");
  Statements::bind_all(row, record.head);
  row.step();
  const bool only_exports = connector::is_export(static_cast<int>(row.number(0)));
  const std::int64_t latest = row.number(1);
  row.reset();
  if (latest > 0 && seen.what.order > latest) return News::edit;
  const bool counts = connector::is_export(seen.rank) ? previous && only_exports : previous || !only_exports;
  return counts ? News::possible : News::none;
}

void Ingest::add_version(Record& record, const Form* previous, const Seen& seen, Counts& counts) {
  const Observation& what = seen.what;
  const std::string before = shown_content(record);
  const News news = news_of(record, previous, seen);
  std::string dropped;
  if (previous) {
    dropped = dropped_fields(previous->raw, previous->dropped, what.raw);
    superseded_.put_away(previous->version, seen.type);
  }
  const std::int64_t version = insert_version(record.id, seen, dropped, true, last_seq());
  if (previous && previous->ord == what.order) parts_.copy_missing(previous->version, version);
  add_aliases(record.id, seen.type, what);
  relations_.note(record.id, what);
  if (!what.author.empty())
    core_.statement.run("UPDATE record SET author = ?1 WHERE id = ?2 AND author IS NOT ?1", what.author,
                        record.id);
  // What only names a record does not know its time better than what tells it.
  const bool tells_time = seen.rank < connector::kPartialExportRank || !record.time;
  if (what.time && tells_time) move_to(record, to_millis(*what.time), what.tiebreak);
  choose_head_and_face(record, seen.type);
  restore_if_deleted(record, version, what, counts);
  const bool own_content = news == News::edit || (previous && record.merged.empty());
  if (news == News::none ||
      (!own_content && !differs_where_both_know(before, shown_content(record), seen.type))) {
    ++counts.unchanged;
    return;
  }
  const std::int64_t seq =
      core_.log(Action::update, provenance_.account, record.id, std::nullopt, version, provenance_.now);
  core_.statement.run("UPDATE version SET seq = ? WHERE id = ?", seq, version);
  ++counts.updated;
}

void Ingest::add_earlier_version(const Record& record, const Form& newest, const Seen& seen) {
  const std::string content = json::canonical(seen.what.raw, seen.type.rules);
  if (seen.what.order == newest.ord && content == json::canonical(newest.raw, seen.type.rules)) return;
  auto& others = core_.statement(
      "SELECT plain(raw, dictionary) FROM version WHERE record = ? AND shape = ? AND ord = ?");
  Statements::bind_all(others, record.id, seen.shape, seen.what.order);
  bool known = false;
  while (!known && others.step()) known = json::canonical(text_of(others, 0), seen.type.rules) == content;
  others.reset();
  if (known) return;
  insert_version(record.id, seen, {}, false, last_seq());
  (void)superseded_.compress_some(seen.type.id);
  add_aliases(record.id, seen.type, seen.what);
  relations_.note(record.id, seen.what);
}

void Ingest::restore_if_deleted(Record& record, std::int64_t version, const Observation& what,
                                Counts& counts) {
  if (record.state == 0 || what.gone) return;
  const auto gone =
      core_.statement.number("SELECT max(time) FROM change WHERE record = ? AND action = 3", record.id);
  if (gone && to_millis(provenance_.observed) < *gone) return;  // an older archive undoes no deletion
  core_.statement.run("UPDATE record SET state = 0 WHERE id = ?", record.id);
  core_.log(Action::restore, provenance_.account, record.id, std::nullopt, version, provenance_.now);
  record.state = 0;
  ++counts.restored;
}

bool Ingest::mark_deleted(std::int64_t record) {
  if (core_.statement.run("UPDATE record SET state = 1 WHERE id = ? AND state = 0", record) == 0)
    return false;
  core_.log(Action::remove_record, provenance_.account, record, std::nullopt, std::nullopt, provenance_.now);
  return true;
}

bool Ingest::mark_deleted_then(std::int64_t record) {
  const bool seen_since = core_.statement
                              .number("SELECT 1 FROM version WHERE record = ? AND looked > ? LIMIT 1", record,
                                      to_millis(provenance_.observed))
                              .has_value();
  return !seen_since && mark_deleted(record);
}

void Ingest::unite(TypeRow& type, std::string_view part, std::string_view whole, std::int64_t order) {
  const auto from = load(type, part);
  if (!from) return;
  auto& run = core_.statement;
  run.run("DELETE FROM unjoined WHERE record = ?", from->id);
  run.run("UPDATE version SET ord = ? WHERE record = ?", order, from->id);
  any_alias_ = true;
  auto to = load(type, whole);
  if (!to) to = load_by_alias(type, whole);
  if (!to) {
    run.run("UPDATE record SET key = ? WHERE id = ?", whole, from->id);
    run.run("INSERT OR IGNORE INTO alias(account, type, key, record) VALUES (?, ?, ?, ?)",
            provenance_.account, type.id, part, from->id);
    return;
  }
  index_.remove(from->id, from->sort);
  run.run("UPDATE version SET record = ? WHERE record = ?", to->id, from->id);
  run.run("UPDATE change SET record = ? WHERE record = ?", to->id, from->id);
  run.run("UPDATE alias SET record = ? WHERE record = ?", to->id, from->id);
  run.run("DELETE FROM reply WHERE record = ?", from->id);
  run.run("DELETE FROM record WHERE id = ?", from->id);
  run.run("INSERT OR IGNORE INTO alias(account, type, key, record) VALUES (?, ?, ?, ?)", provenance_.account,
          type.id, part, to->id);
  Record united = *to;
  choose_head_and_face(united, type);
}

std::vector<Ingest::Form> Ingest::current_forms(std::int64_t record) {
  auto& rows = core_.statement(
      "SELECT v.id, v.ord, v.observed, v.looked, s.rank, v.raw, v.text, v.name, v.dropped"
      " FROM version v JOIN shape s ON s.id = v.shape"
      " WHERE v.record = ?1 AND v.newest = 1"
      " AND v.ord = (SELECT max(ord) FROM version WHERE record = ?1) ORDER BY s.rank, v.id");
  Statements::bind_all(rows, record);
  std::vector<Form> forms;
  while (rows.step()) {
    forms.push_back({.version = rows.number(0),
                     .ord = rows.number(1),
                     .observed = from_millis(rows.number(2)),
                     .looked = from_millis(rows.number(3)),
                     .rank = static_cast<int>(rows.number(4)),
                     .raw = std::string(text_of(rows, 5)),
                     .text = std::string(text_of(rows, 6)),
                     .name = std::string(text_of(rows, 7)),
                     .dropped = std::string(text_of(rows, 8))});
  }
  rows.reset();
  return forms;
}

void Ingest::choose_head_and_face(Record& record, const TypeRow& type) {
  const auto forms = current_forms(record.id);
  std::vector<ShapeForm> shapes;
  std::vector<Face> faces;
  for (const auto& form : forms) {
    shapes.push_back({form.raw, form.dropped, form.rank, form.observed, form.looked});
    faces.push_back({form.text, form.name, form.observed, form.rank});
  }
  const Form* face = &forms[choose_face(faces)];
  take_from_index(record);
  record.head = forms.front().version;
  record.face = face->version;
  record.merged = shapes.size() > 1 ? merge_shapes(std::move(shapes), type.facts) : std::string();
  core_.statement.run("UPDATE record SET head = ?, face = ?, merged = ? WHERE id = ?", record.head,
                      record.face, or_null(record.merged), record.id);
  index_.add(record.id, record.sort, face->text, face->name);
  record.indexed = true;
}

void Ingest::take_from_index(Record& record) {
  if (std::exchange(record.indexed, false)) index_.remove(record.id, record.sort);
}

std::string Ingest::shown_content(const Record& record) {
  if (!record.merged.empty()) return record.merged;
  auto& row = core_.statement("SELECT raw FROM version WHERE id = ?");
  Statements::bind_all(row, record.head);
  std::string raw = row.step() ? std::string(text_of(row, 0)) : std::string();
  row.reset();
  return raw;
}

void Ingest::move_to(Record& record, std::int64_t time, std::uint32_t tiebreak) {
  if (record.time == time) return;
  take_from_index(record);
  record.time = time;
  record.sort = free_sort_key(from_millis(time), tiebreak, record.id);
  core_.statement.run("UPDATE record SET time = ?, sort = ? WHERE id = ?", time, record.sort, record.id);
}

std::int64_t Ingest::free_sort_key(const std::optional<Instant>& time, std::uint32_t tiebreak,
                                   std::int64_t record) {
  if (!time) return kTimeless + record;
  const std::int64_t wanted = sort_key(*time, tiebreak);
  if (!core_.statement.number("SELECT 1 FROM record WHERE sort = ?", wanted)) return wanted;
  // Taken: the first gap above. Records of one time are few, so the gap is near.
  return core_.statement
      .number(
          "SELECT r.sort + 1 FROM record r WHERE r.sort >= ?"
          " AND NOT EXISTS (SELECT 1 FROM record o WHERE o.sort = r.sort + 1) ORDER BY r.sort LIMIT 1",
          wanted)
      .value();
}

void Ingest::add_aliases(std::int64_t record, const TypeRow& type, const Observation& observation) {
  any_alias_ = any_alias_ || !observation.aliases.empty();
  for (const auto& alias : observation.aliases)
    core_.statement.run("INSERT OR IGNORE INTO alias(account, type, key, record) VALUES (?, ?, ?, ?)",
                        provenance_.account, type.id, alias, record);
  for (const auto& address : observation.addresses)
    core_.statement.run("INSERT OR REPLACE INTO alias(account, type, key, record) VALUES (?, ?, ?, ?)",
                        provenance_.account, type.id, address, record);
}

std::int64_t Ingest::last_seq() { return core_.statement.number("SELECT max(seq) FROM change").value_or(0); }

}  // namespace locker::store
