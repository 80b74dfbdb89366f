#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/store/write/batch_lookup.hpp"
#include "lib/store/write/forgotten.hpp"
#include "lib/store/write/parts.hpp"
#include "lib/store/write/record_rows.hpp"
#include "lib/store/write/relations.hpp"
#include "lib/store/write/search_index.hpp"
#include "lib/store/write/version_compressor.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// Turns observations into records, versions, parts, changes and index entries (design 4.1 to 4.3, forms
/// "Shapes"). Lives for one transaction.
class Ingest {
 public:
  Ingest(WriteContext& context, Provenance provenance);
  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;

  struct Stored {
    std::int64_t record = 0;
    bool is_new = false;
  };
  /// Returns the first lookups of the observations that are stored next.
  [[nodiscard]] BatchLookup lookups(const std::vector<Observation>& observations) {
    return {context_, provenance_, observations};
  }
  /// Stores what is new in the observation and counts that; absent if its record was forgotten.
  std::optional<Stored> store(const Observation& observation, const LookupResult& lookup, Counts& counts);
  /// Finds the record by its id or one of its aliases.
  [[nodiscard]] std::optional<std::int64_t> find(const TypeRow& type, std::string_view key) {
    return rows_.find(type, key);
  }
  /// Marks a record deleted that is proven gone; true if it was live until now.
  bool mark_deleted(std::int64_t record);
  /// Does the same on behalf of an export, which proves nothing about a record seen since.
  bool mark_deleted_by_export(std::int64_t record);
  /// Merges the record of key `part`, which was a part of that of key `whole` all along, into the latter,
  /// which need not be stored.
  void merge_part(TypeRow& type, std::string_view part, std::string_view whole, std::int64_t order);
  /// Runs `change`, which changes what the versions of a stored record show, and updates the index.
  void change_text(const TypeRow& type, std::string_view key, const std::function<void()>& change);
  /// Writes the full-text entries in ascending order, as FTS5 wants them. Call before the commit.
  void flush_index() { index_.flush(); }

 private:
  [[nodiscard]] bool shows_forgotten(const Observation& what) const;
  [[nodiscard]] bool is_unchanged(const Observation& what, const LookupResult& lookup);
  std::optional<Record> load(const LookupResult& lookup, const TypeRow& type, const Observation& observation);
  std::int64_t create(const ResolvedObservation& seen, Counts& counts);
  [[nodiscard]] bool same_content(const Form& form, const ResolvedObservation& seen);
  void compare(Record& record, const ResolvedObservation& seen, Counts& counts);
  void compare_with(Record& record, const Form& form, const ResolvedObservation& seen, Counts& counts);
  void refresh_counters(Record& record, const Form& form, const ResolvedObservation& seen);
  void add_version(Record& record, const Form* previous, const ResolvedObservation& seen, Counts& counts);
  void add_earlier_version(Record& record, const Form& newest, const ResolvedObservation& seen);
  struct Neighbours {
    bool is_known = false;
    std::int64_t seen_later = 0;  ///< next observed version, if it has this content; else 0
  };
  Neighbours neighbours(const Record& record, const ResolvedObservation& seen);
  void note_name(Record& record, const Form& form, const ResolvedObservation& seen);
  void was_seen_before(Record& record, std::int64_t version, const ResolvedObservation& seen);
  void restore_if_deleted(Record& record, std::int64_t version, const Observation& what, Counts& counts);
  /// Stores the aliases, people and other records that the observation names.
  void note_names(std::int64_t record, const ResolvedObservation& seen);
  void note_again(std::int64_t record, const Observation& what);
  std::int64_t insert_version(std::int64_t record, const ResolvedObservation& seen, std::string_view dropped,
                              bool newest, std::int64_t seq);
  void transfer_memberships(std::int64_t from, std::int64_t to);
  void compress_superseded(std::int64_t record, const TypeRow& type);
  void choose_head_and_face(Record& record, const TypeRow& type);
  /// Call before what the record shows changes; choose_head_and_face() adds it again.
  void take_from_index(Record& record);
  /// Call choose_head_and_face() afterwards.
  void move_to(Record& record, std::int64_t time, std::uint32_t tiebreak);
  [[nodiscard]] static bool knows_time(int rank, int best);
  std::int64_t next_seq();

  WriteContext& context_;
  Provenance provenance_;
  RecordRows rows_;
  Forgotten forgotten_;
  Parts parts_;
  VersionCompressor compressor_;
  Relations relations_;
  SearchIndex index_;
};

}  // namespace locker::store
