#include "lib/store/media_rows.hpp"

#include "lib/store/scan.hpp"

namespace locker::store {

struct ShownMedia::State {
  explicit State(const Database& database)
      : media(database.sqlite(),
              "SELECT m.kind, m.url, m.alt, m.source, 'Me/' || a.name || '/media/' || f.path, f.size,"
              " lower(hex(f.sha256)) FROM media m LEFT JOIN file f ON f.id = m.file"
              " LEFT JOIN account a ON a.id = f.account WHERE m.record = ?1 ORDER BY m.place, m.key") {}
  Scan media;
};

ShownMedia::ShownMedia(const Database& database) : state_(std::make_unique<State>(database)) {}
ShownMedia::~ShownMedia() = default;

std::vector<ShownMedium> ShownMedia::of(std::int64_t record) {
  Scan& rows = state_->media;
  const auto text = [&rows](int column) { return std::string(rows.text(column)); };
  std::vector<ShownMedium> shown;
  rows.bind(1, record);
  while (rows.step())
    shown.push_back({.kind = text(0),
                     .url = text(1),
                     .alt = text(2),
                     .source = text(3),
                     .path = text(4),
                     .size = rows.number(5),
                     .sha256 = text(6)});
  rows.reset();
  return shown;
}

std::vector<std::int64_t> records_with_media(const Database& database) {
  Scan rows(database.sqlite(), "SELECT DISTINCT record FROM media WHERE file IS NOT NULL ORDER BY record");
  std::vector<std::int64_t> records;
  while (rows.step()) records.push_back(rows.number(0));
  return records;
}

}  // namespace locker::store
