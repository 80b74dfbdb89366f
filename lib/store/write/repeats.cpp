#include "lib/store/write/repeats.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/store/plain.hpp"
#include "lib/store/searchable.hpp"
#include "lib/store/write/ingest.hpp"
#include "lib/store/write/stored_text.hpp"

namespace locker::store {
namespace {

/// Words of a text by which to search for records that repeat it; their bytes then decide.
constexpr int kWords = 32;

using Names = std::set<std::string, std::less<>>;

/// Returns the first words of a segmented text as an FTS5 phrase.
std::string phrase_of(std::string_view words) {
  std::size_t end = 0;
  for (int count = 0; count < kWords && end != std::string_view::npos; ++count)
    end = words.find(' ', end + 1);
  std::string phrase = "\"";
  for (const char c : words.substr(0, end)) phrase.append(c == '"' ? 2 : 1, c);
  return phrase + "\"";
}

class Repeats {
 public:
  Repeats(WriteContext& context, std::int64_t record, const FindRepeated& find, Instant now)
      : context_(context),
        record_(record),
        find_(find),
        provenance_(provenance_of(record, now)),
        ingest_(context, provenance_) {}

  void restore_own_texts() {
    const Names names = names_of_it();
    for (const auto& key : keys_of_matching_records()) {
      const auto changes = changes_of(key, names);
      if (!changes.empty())
        ingest_.change_text(context_.type_row(type_), key, [&] { give_back(key, changes); });
    }
    ingest_.flush_index();
  }

 private:
  /// A version, and the text of its own bytes.
  struct Change {
    std::int64_t version = 0;
    std::string raw, text;
    bool compressed = false;
  };

  Provenance provenance_of(std::int64_t record, Instant now) {
    auto& row = context_.statement(
        "SELECT a.id, a.name, t.name FROM record r JOIN account a ON a.id = r.account"
        " JOIN type t ON t.id = r.type WHERE r.id = ?");
    Statements::bind_all(row, record);
    row.step();
    type_ = text_of(row, 2);
    Provenance provenance{row.number(0), std::string(text_of(row, 1)), "api", now, now};
    row.reset();
    return provenance;
  }

  Names texts(const char* sql) {
    auto& rows = context_.statement(sql);
    Statements::bind_all(rows, record_);
    Names found;
    while (rows.step()) found.emplace(text_of(rows, 0));
    rows.reset();
    return found;
  }

  Names names_of_it() {
    return texts("SELECT key FROM record WHERE id = ?1 UNION SELECT key FROM alias WHERE record = ?1");
  }

  /// Returns the ids of other records of its type that contain the first words of one of its texts.
  Names keys_of_matching_records() {
    Names keys;
    for (const auto& text : texts("SELECT DISTINCT text FROM version WHERE record = ? AND text <> ''")) {
      auto& rows = context_.statement(
          "SELECT r.key FROM search s JOIN record r ON r.sort = s.rowid WHERE s.text MATCH ?1"
          " AND r.account = ?2 AND r.type = (SELECT type FROM record WHERE id = ?3) AND r.id <> ?3");
      const std::string phrase = phrase_of(searchable(text, {}));
      Statements::bind_all(rows, phrase, provenance_.account, record_);
      while (rows.step()) keys.emplace(text_of(rows, 0));
      rows.reset();
    }
    return keys;
  }

  std::vector<Change> changes_of(std::string_view key, const Names& names) {
    auto& rows = context_.statement(
        "SELECT v.id, plain(v.raw, v.dictionary), v.dictionary IS NOT NULL FROM record r JOIN version v ON"
        " v.record = r.id WHERE r.account = ? AND r.type = ? AND r.key = ?");
    Statements::bind_all(rows, provenance_.account, context_.type(type_).id, key);
    std::vector<Change> changes;
    while (rows.step()) {
      std::string raw(text_of(rows, 1));
      auto repeated = raw.empty() ? std::nullopt : find_(type_, raw);
      if (repeated && names.contains(repeated->key))
        changes.push_back(
            {rows.number(0), std::move(raw), std::move(repeated->own_text), rows.number(2) != 0});
    }
    rows.reset();
    return changes;
  }

  void give_back(std::string_view key, const std::vector<Change>& changes) {
    auto& run = context_.statement;
    for (const auto& change : changes) {
      const StoredText kept = change.compressed ? StoredText() : locate_text(change.raw, change.text);
      run.run("UPDATE version SET told = ?, text_from = ?, text_size = ? WHERE id = ?",
              kept.own_column(change.text), kept.from, kept.size, change.version);
      run.run("DELETE FROM part WHERE version = ?", change.version);
    }
    // Files stay with the record that shows them, whatever their keys are there.
    run.run(
        "UPDATE media SET record = ?1, key = key || ' ' || record WHERE record ="
        " (SELECT id FROM record WHERE account = ?2 AND type = ?3 AND key = ?4)",
        record_, provenance_.account, context_.type(type_).id, key);
  }

  WriteContext& context_;
  const std::int64_t record_;
  const FindRepeated& find_;
  std::string type_;
  Provenance provenance_;
  Ingest ingest_;
};

}  // namespace

void restore_texts_of_repeats(WriteContext& context, std::int64_t record, const FindRepeated& find,
                              Instant now) {
  if (find) Repeats(context, record, find, now).restore_own_texts();
}

}  // namespace locker::store
