#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/store/write/core.hpp"
#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/observation.hpp"
#include "lib/store/write/parts.hpp"
#include "lib/store/write/relations.hpp"
#include "lib/store/write/search_index.hpp"
#include "lib/store/write/superseded.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// When and from where the observations of one transaction come.
struct Provenance {
  std::int64_t account = 0;
  std::string account_name;
  std::string source;
  Instant observed;
  Instant now;
};

/// Turns observations into records, versions, parts, changes and index entries (design 4.1 to 4.3,
/// forms "Shapes"). Lives for one transaction.
class Ingest {
 public:
  Ingest(Core& core, Provenance provenance);

  struct Stored {
    std::int64_t record = 0;
    bool is_new = false;
  };
  /// Stores what is new of it and counts that; absent if it was forgotten.
  std::optional<Stored> store(const Observation& observation, Counts& counts);
  /// The record of that name, by its id or one of its aliases.
  [[nodiscard]] std::optional<std::int64_t> find(const TypeRow& type, std::string_view key);
  /// Proof came that it is gone; true if it was live until now.
  bool mark_deleted(std::int64_t record);
  /// The same by an export, which proves nothing about what was seen since.
  bool mark_deleted_then(std::int64_t record);
  /// The record of key `part` was a part of that of key `whole` all along, which may be known or not.
  void unite(TypeRow& type, std::string_view part, std::string_view whole, std::int64_t order);
  /// Writes the full-text entries, in rising order as FTS5 wants them. Before the commit.
  void flush_index() { index_.flush(); }

 private:
  struct Record;
  struct Glance;
  enum class News { none, possible, edit };
  struct Form;
  struct Seen;
  static std::optional<Record> read_record(Scan& row);
  Glance glance_at(const Seen& seen);
  std::optional<Record> load(const TypeRow& type, std::string_view key);
  std::optional<Record> load_by_alias(const TypeRow& type, std::string_view key);
  std::optional<Record> load(const Glance& glance, const TypeRow& type, const Observation& observation);
  std::optional<Form> newest_form(const Record& record, std::int64_t shape);
  std::int64_t create(const Seen& seen, Counts& counts);
  [[nodiscard]] bool same_content(const Form& form, const Seen& seen);
  void compare(Record& record, const Seen& seen, Counts& counts);
  void compare_with(Record& record, const Form& form, const Seen& seen, Counts& counts);
  void refresh_counters(Record& record, const Form& form, const Seen& seen);
  void add_version(Record& record, const Form* previous, const Seen& seen, Counts& counts);
  void add_earlier_version(const Record& record, const Form& newest, const Seen& seen);
  [[nodiscard]] bool is_earlier(const Observation& what, const Form& form) const;
  [[nodiscard]] News news_of(const Record& record, const Form* previous, const Seen& seen);
  void restore_if_deleted(Record& record, std::int64_t version, const Observation& what, Counts& counts);
  std::int64_t insert_version(std::int64_t record, const Seen& seen, std::string_view dropped, bool newest,
                              std::int64_t seq);
  std::vector<Form> current_forms(std::int64_t record);
  void choose_head_and_face(Record& record, const TypeRow& type);
  /// Before what it shows changes; choose_head_and_face puts it in again.
  void take_from_index(Record& record);
  [[nodiscard]] std::string shown_content(const Record& record);
  /// choose_head_and_face follows.
  void move_to(Record& record, std::int64_t time, std::uint32_t tiebreak);
  void add_aliases(std::int64_t record, const TypeRow& type, const Observation& observation);
  std::int64_t insert_record(std::int64_t record, std::int64_t version, const Seen& seen);
  [[nodiscard]] std::int64_t free_sort_key(const std::optional<Instant>& time, std::uint32_t tiebreak,
                                           std::int64_t record);
  std::int64_t last_seq();

  Core& core_;
  Provenance provenance_;
  Forgotten forgotten_;
  Parts parts_;
  Superseded superseded_;
  Relations relations_;
  SearchIndex index_;
  bool any_alias_;  ///< few lockers have any: then one look-up less for each record
  std::int64_t next_record_;
  std::int64_t next_version_;
};

}  // namespace locker::store
