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

/// Turns observations into records, versions, parts, changes and index entries (design 4.1 to 4.3,
/// forms "Shapes"). Lives for one transaction.
class Ingest {
 public:
  Ingest(WriteContext& context, Provenance provenance);
  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;

  struct Stored {
    std::int64_t record = 0;
    bool is_new = false;
  };
  /// First looks at what is stored next.
  [[nodiscard]] BatchLookup lookups(const std::vector<Observation>& observations) {
    return {context_, provenance_, observations};
  }
  /// Stores what is new of it and counts that; absent if it was forgotten.
  std::optional<Stored> store(const Observation& observation, const LookupResult& lookup, Counts& counts);
  /// The record of that name, by its id or one of its aliases.
  [[nodiscard]] std::optional<std::int64_t> find(const TypeRow& type, std::string_view key) {
    return rows_.find(type, key);
  }
  /// Proof came that it is gone; true if it was live until now.
  bool mark_deleted(std::int64_t record);
  /// The same by an export, which proves nothing about what was seen since.
  bool mark_deleted_then(std::int64_t record);
  /// The record of key `part` was a part of that of key `whole` all along, which may be known or not.
  void unite(TypeRow& type, std::string_view part, std::string_view whole, std::int64_t order);
  /// Lets `change` change what the versions of a record that is there show.
  void change_text(const TypeRow& type, std::string_view key, const std::function<void()>& change);
  /// Writes the full-text entries, in rising order as FTS5 wants them. Before the commit.
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
    std::int64_t seen_later = 0;  ///< 0: other content was the next
  };
  Neighbours neighbours(const Record& record, const ResolvedObservation& seen);
  void note_name(Record& record, const Form& form, const ResolvedObservation& seen);
  void was_seen_before(Record& record, std::int64_t version, const ResolvedObservation& seen);
  void restore_if_deleted(Record& record, std::int64_t version, const Observation& what, Counts& counts);
  /// Who and what else the observation names.
  void note_names(std::int64_t record, const ResolvedObservation& seen);
  void note_again(std::int64_t record, const Observation& what);
  std::int64_t insert_version(std::int64_t record, const ResolvedObservation& seen, std::string_view dropped,
                              bool newest, std::int64_t seq);
  void hand_over_memberships(std::int64_t from, std::int64_t to);
  void put_away_overtaken(std::int64_t record, const TypeRow& type);
  void choose_head_and_face(Record& record, const TypeRow& type);
  /// Before what it shows changes; choose_head_and_face puts it in again.
  void take_from_index(Record& record);
  /// choose_head_and_face follows.
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
