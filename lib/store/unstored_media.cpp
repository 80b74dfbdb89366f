#include "lib/store/unstored_media.hpp"

#include <utility>

#include "lib/store/scan.hpp"

namespace locker::store {

struct UnstoredMedia::State {
  explicit State(const Database& database)
      : forms(database.sqlite(),
              "SELECT v.id, v.raw, r.author FROM version v JOIN shape s ON s.id = v.shape"
              " JOIN record r ON r.id = v.record WHERE v.record = ?1 AND v.newest = 1 AND instr(v.raw, "
              "'\"media') ORDER BY s.rank, v.id"),
        parts(database.sqlite(), "SELECT kind, key, raw FROM part WHERE version = ?1"),
        known(database.sqlite(), "SELECT key FROM media WHERE record = ?1") {}

  std::vector<StoredForm::Beside> parts_of(std::int64_t version) {
    std::vector<StoredForm::Beside> beside;
    parts.bind(1, version);
    while (parts.step())
      beside.push_back({std::string(parts.text(0)), std::string(parts.text(1)), std::string(parts.text(2))});
    parts.reset();
    return beside;
  }

  Scan forms, parts, known;
};

UnstoredMedia::UnstoredMedia(const Database& database) : state_(std::make_unique<State>(database)) {}
UnstoredMedia::~UnstoredMedia() = default;

NamedMedia UnstoredMedia::of(std::int64_t record) {
  NamedMedia named;
  auto& forms = state_->forms;
  forms.bind(1, record);
  while (forms.step())
    named.forms.push_back(
        {std::string(forms.text(1)), state_->parts_of(forms.number(0)), std::string(forms.text(2))});
  forms.reset();
  if (named.forms.empty()) return named;
  auto& known = state_->known;
  known.bind(1, record);
  while (known.step()) named.known.emplace_back(known.text(0));
  known.reset();
  return named;
}

}  // namespace locker::store
