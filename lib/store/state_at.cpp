#include "lib/store/state_at.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>
#include <vector>

#include "lib/store/merge.hpp"

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
                 "v.name, v.dropped, t.name"
                 " FROM version v JOIN shape s ON s.id = v.shape JOIN type t ON t.id = s.type"
                 " WHERE v.record = ?1 AND v.seq <= ?2 ORDER BY v.ord, v.observed, v.id") {}
  SQLite::Statement life;
  SQLite::Statement versions;
};

namespace {

struct Form {
  std::int64_t ord = 0;
  ShapeForm shape;
  std::string raw, text, name, dropped;
};

/// The newest form of each shape, of the greatest edit only; highest rank first.
std::vector<Form> current_forms(SQLite::Statement& versions, std::string& type) {
  std::map<std::int64_t, Form> by_shape;
  std::int64_t greatest = 0;
  while (versions.executeStep()) {
    Form form;
    form.ord = versions.getColumn(1).getInt64();
    form.shape.observed = from_millis(versions.getColumn(2).getInt64());
    form.shape.looked = from_millis(versions.getColumn(3).getInt64());
    form.shape.rank = versions.getColumn(4).getInt();
    form.raw = versions.getColumn(5).getString();
    form.text = versions.getColumn(6).getString();
    form.name = versions.getColumn(7).getString();
    form.dropped = versions.getColumn(8).getString();
    type = versions.getColumn(9).getString();
    greatest = std::max(greatest, form.ord);
    by_shape.insert_or_assign(versions.getColumn(0).getInt64(), std::move(form));
  }
  std::vector<Form> forms;
  for (auto& [shape, form] : by_shape)
    if (form.ord == greatest) forms.push_back(std::move(form));
  std::ranges::stable_sort(forms, {}, [](const Form& form) { return form.shape.rank; });
  return forms;
}

}  // namespace

StateAt::StateAt(const Database& database, const connector::Registry& registry, std::int64_t seq)
    : registry_(registry), seq_(seq), statements_(std::make_unique<Statements>(database.sqlite())) {}

StateAt::~StateAt() = default;

std::optional<RecordState> StateAt::of(std::int64_t record) {
  RecordState state;
  auto& life = statements_->life;
  life.reset();
  life.bind(1, record);
  life.bind(2, seq_);
  if (!life.executeStep()) return std::nullopt;
  state.deleted = life.getColumn(0).getInt() == 3;
  life.reset();
  auto& versions = statements_->versions;
  versions.reset();
  versions.bind(1, record);
  versions.bind(2, seq_);
  std::string type;
  auto forms = current_forms(versions, type);
  versions.reset();
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
