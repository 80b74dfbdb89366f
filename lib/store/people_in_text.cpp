#include "lib/store/people_in_text.hpp"

#include <algorithm>
#include <cctype>

#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::string with_names(std::string_view text, const std::vector<std::string>& ids, const Call& call) {
  std::string named;
  while (!text.empty()) {
    const bool is_word = is_of_word(text.front());
    const auto end = std::ranges::find_if_not(text, [&](char c) { return is_of_word(c) == is_word; });
    const std::string_view run(text.begin(), end);
    named += std::ranges::find(ids, run) == ids.end() ? run : call(run);
    text.remove_prefix(run.size());
  }
  return named;
}

struct PeopleInText::Lookup {
  explicit Lookup(SQLite::Database& database)
      : people(database,
               "SELECT e.value FROM version v JOIN json_each(v.raw, ?2) e"
               " WHERE v.record = ?1 AND v.newest = 1 AND e.type = 'text'") {}
  Scan people;
};

PeopleInText::PeopleInText(const Database& database) : database_(database) {}
PeopleInText::~PeopleInText() = default;

std::vector<std::string> PeopleInText::people_at(const std::vector<std::string>& paths, std::int64_t record) {
  if (!lookup_) lookup_ = std::make_unique<Lookup>(database_.sqlite());
  std::vector<std::string> ids;
  for (const auto& path : paths) {
    const std::string within = "$." + path;
    lookup_->people.bind(1, record);
    lookup_->people.bind_static(2, within);
    while (lookup_->people.step()) ids.emplace_back(lookup_->people.text(0));
    lookup_->people.reset();
  }
  return ids;
}

std::string PeopleInText::named(const connector::Type& type, std::int64_t record, std::string_view text,
                                const Call& call) {
  return with_names(text, people_at(type.people_in_text, record), call);
}

}  // namespace locker::store
