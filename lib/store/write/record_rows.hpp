#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// When and from where the observations of one transaction come.
struct Provenance {
  std::int64_t account = 0;
  std::string account_name;
  std::string source;
  Instant observed;
  Instant now;
};

/// A row of `record`, without its key.
struct Record {
  std::int64_t id = 0, sort = 0, state = 0, head = 0, face = 0;
  std::optional<std::int64_t> time;
  std::string merged;
  bool indexed = true;  ///< its words are in the full-text index
};

/// What a reader sees of a record, and its origin.
struct Known {
  std::string content, text, name;
  int rank = 0;  ///< of its best shape
  bool several_shapes = false;
  std::int64_t latest_edit = 0;
  Instant looked;  ///< when it was last fetched
};

/// The newest version of one shape of a record.
struct Form {
  std::int64_t version = 0, ord = 0;
  Instant observed, looked;
  int rank = 0;
  std::string raw, text, name, dropped;
  std::int64_t face = 0;  ///< version of its shape that text and name come from
};

/// An observation with its type and shape looked up.
struct ResolvedObservation {
  const Observation& what;
  const TypeRow& type;
  std::int64_t shape = 0;
  int rank = 0;
};

/// The rows of records, their versions and their aliases, as Ingest finds and creates them; Ingest decides
/// what to store of an observation. Use inside a WriteTransaction.
class RecordRows {
 public:
  RecordRows(WriteContext& context, const Provenance& provenance);

  /// Finds a record by its id or one of its aliases.
  [[nodiscard]] std::optional<std::int64_t> find(const TypeRow& type, std::string_view key);
  [[nodiscard]] std::optional<Record> load(const TypeRow& type, std::string_view key);
  [[nodiscard]] std::optional<Record> load_by_alias(const TypeRow& type, std::string_view key);
  [[nodiscard]] std::optional<Form> newest_form(const Record& record, std::int64_t shape);
  /// Returns the newest version of each shape that has the latest edit; best shape first. If a shape that
  /// only names the record has no text, the text is that of the newest version that has one.
  [[nodiscard]] std::vector<Form> current_forms(std::int64_t record);
  [[nodiscard]] Known known(const Record& record);

  /// A record whose head and face are the version that insert_version() creates next, and its place in the
  /// order of time.
  struct Placed {
    std::int64_t id = 0, sort = 0;
  };
  [[nodiscard]] std::int64_t next_version() const { return next_version_; }
  Placed insert(const ResolvedObservation& seen);
  std::int64_t insert_version(std::int64_t record, const ResolvedObservation& seen, std::string_view dropped,
                              bool newest, std::int64_t seq);
  void add_names(std::int64_t record, const TypeRow& type, const Observation& observation);
  /// Makes the record findable by `key` too.
  void add_alias(std::int64_t record, const TypeRow& type, std::string_view key);
  /// Moves the record to its place at that time.
  void move(Record& record, std::int64_t time, std::uint32_t tiebreak);

 private:
  [[nodiscard]] std::int64_t free_sort_key(const std::optional<Instant>& time, std::uint32_t tiebreak,
                                           std::int64_t record);
  [[nodiscard]] bool is_free(std::int64_t sort);

  Statements& statement_;
  const Provenance& provenance_;
  bool any_alias_;  ///< few lockers have any: if none, saves one lookup per record
  std::int64_t next_record_;
  std::int64_t next_version_;
};

}  // namespace locker::store
