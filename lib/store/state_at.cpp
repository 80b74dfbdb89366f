#include "lib/store/state_at.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>

#include "lib/store/merge.hpp"
#include "lib/store/succession.hpp"

namespace locker::store {

std::int64_t seq_at(const Database& database, Instant time) {
  SQLite::Statement row(database.sqlite(),
                        "SELECT seq FROM change WHERE time <= ? ORDER BY seq DESC LIMIT 1");
  row.bind(1, to_millis(time));
  return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

struct StateAt::Statements {
  explicit Statements(SQLite::Database& database)
      : life(database,
             "SELECT action FROM change WHERE record = ? AND seq <= ? AND action IN (1, 3, 4)"
             " ORDER BY seq DESC LIMIT 1"),
        versions(database,
                 "SELECT v.shape, v.ord, v.observed, v.looked, s.rank, plain(v.raw, v.dictionary), v.text, "
                 "v.name, v.dropped, t.name, v.newest, v.source = 'api'"
                 " FROM version v JOIN shape s ON s.id = v.shape JOIN type t ON t.id = s.type"
                 " WHERE v.record = ?1 AND v.seq <= ?2 ORDER BY v.id") {}
  SQLite::Statement& versions_of(std::int64_t record, std::int64_t seq) {
    versions.reset();
    versions.bind(1, record);
    versions.bind(2, seq);
    return versions;
  }
  SQLite::Statement life;
  SQLite::Statement versions;
};

namespace {

struct Form {
  ShapeForm shape;
  Stated stated;
  bool newest = false;  ///< of its shape, as stored today
  std::string raw, text, name, dropped;
};

Form read_form(SQLite::Statement& row) {
  Form form;
  form.stated.ord = row.getColumn(1).getInt64();
  form.shape.observed = form.stated.observed = from_millis(row.getColumn(2).getInt64());
  form.shape.looked = form.stated.looked = from_millis(row.getColumn(3).getInt64());
  form.shape.rank = row.getColumn(4).getInt();
  form.raw = row.getColumn(5).getString();
  form.text = row.getColumn(6).getString();
  form.name = row.getColumn(7).getString();
  form.dropped = row.getColumn(8).getString();
  form.newest = row.getColumn(10).getInt() != 0;
  form.stated.by_service = row.getColumn(11).getInt() != 0;
  form.stated.rank = form.shape.rank;
  return form;
}

/// Gives a form that only names its record the text of another one of its shape, if it has none.
void locate_text(Form& form, const Form& other) {
  if (form.shape.rank < connector::kPartialExportRank || !form.text.empty() ||
      form.stated.ord != other.stated.ord)
    return;
  form.text = other.text;
  form.name = other.name;
}

/// Lets the newer of the two take the place of `known`; `form` was stored after it and has the same shape.
void succeed(Form& known, Form form) {
  form.stated.raw = form.raw, form.stated.text = form.text;
  known.stated.raw = known.raw, known.stated.text = known.text;
  if (form.newest || takes_over(form.stated, known.stated)) std::swap(known, form);
  locate_text(known, form);
}

/// Returns the newest form of each shape, highest rank first. Versions come in the order in which they were
/// stored, and each takes over from the one before it, or does not, as it did then.
std::vector<Form> newest_of(SQLite::Statement& versions, std::string& type) {
  std::map<std::int64_t, Form> by_shape;
  while (versions.executeStep()) {
    type = versions.getColumn(9).getString();
    Form form = read_form(versions);
    const auto [known, first] = by_shape.try_emplace(versions.getColumn(0).getInt64(), form);
    if (!first) succeed(known->second, std::move(form));
  }
  std::vector<Form> forms;
  for (auto& [shape, form] : by_shape) forms.push_back(std::move(form));
  std::ranges::stable_sort(forms, {}, [](const Form& form) { return form.shape.rank; });
  return forms;
}

/// Returns the forms of the greatest edit.
std::vector<Form> of_latest_edit(std::vector<Form> forms) {
  std::int64_t greatest = 0;
  for (const auto& form : forms) greatest = std::max(greatest, form.stated.ord);
  std::erase_if(forms, [&](const Form& form) { return form.stated.ord != greatest; });
  return forms;
}

}  // namespace

StateAt::StateAt(const Database& database, const connector::Registry& registry, std::int64_t seq)
    : registry_(registry), seq_(seq), statements_(std::make_unique<Statements>(database.sqlite())) {}

StateAt::~StateAt() = default;

std::vector<std::string> StateAt::forms(std::int64_t record) {
  std::string type;
  std::vector<std::string> raws;
  for (auto& form : newest_of(statements_->versions_of(record, seq_), type))
    raws.push_back(std::move(form.raw));
  statements_->versions.reset();
  return raws;
}

std::optional<RecordState> StateAt::of(std::int64_t record) {
  RecordState state;
  auto& life = statements_->life;
  life.reset();
  life.bind(1, record);
  life.bind(2, seq_);
  if (!life.executeStep()) return std::nullopt;
  state.deleted = life.getColumn(0).getInt() == 3;
  life.reset();
  std::string type;
  auto forms = of_latest_edit(newest_of(statements_->versions_of(record, seq_), type));
  statements_->versions.reset();
  if (forms.empty()) return std::nullopt;
  std::vector<ShapeForm> shapes;
  std::vector<Face> faces;
  for (auto& form : forms) {
    form.shape.raw = form.raw;
    form.shape.dropped = form.dropped;
    shapes.push_back(form.shape);
    faces.push_back({form.text, form.name, form.shape.observed, form.shape.rank});
  }
  const Form* face = &forms[choose_face(faces)];
  state.raw = forms.front().raw;
  state.json = shapes.size() > 1 ? merge_shapes(shapes, registry_.type(type)) : state.raw;
  state.text = face->text;
  state.name = face->name;
  return state;
}

}  // namespace locker::store
