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

/// A row of `record`, without its name.
struct Record {
  std::int64_t id = 0, sort = 0, state = 0, head = 0, face = 0;
  std::optional<std::int64_t> time;
  std::string merged;
  bool indexed = true;  ///< its words are in the full-text index
};

/// What a reader sees of a record, and where it comes from.
struct Known {
  std::string content, text, name;
  int rank = 0;  ///< of its best shape
  bool several_shapes = false;
  std::int64_t latest_edit = 0;
  Instant looked;  ///< when it was last seen
};

/// The newest version of one shape of a record.
struct Form {
  std::int64_t version = 0, ord = 0;
  Instant observed, looked;
  int rank = 0;
  std::string raw, text, name, dropped;
  std::int64_t face = 0;  ///< version of its shape that text and name are of
};

/// An observation with its names looked up.
struct ResolvedObservation {
  const Observation& what;
  const TypeRow& type;
  std::int64_t shape = 0;
  int rank = 0;
};

/// The rows of records, their versions and their further names, as Ingest finds and makes them: what is
/// to be stored of an observation is decided there. Inside a WriteTransaction.
class RecordRows {
 public:
  RecordRows(WriteContext& context, const Provenance& provenance);

  /// By its id or one of its aliases.
  [[nodiscard]] std::optional<std::int64_t> find(const TypeRow& type, std::string_view key);
  [[nodiscard]] std::optional<Record> load(const TypeRow& type, std::string_view key);
  [[nodiscard]] std::optional<Record> load_by_alias(const TypeRow& type, std::string_view key);
  [[nodiscard]] std::optional<Form> newest_form(const Record& record, std::int64_t shape);
  /// The newest version of each shape that tells of the latest edit; best shape first. Where one only names
  /// the record and has no text, the text is that of the newest version that has.
  [[nodiscard]] std::vector<Form> current_forms(std::int64_t record);
  [[nodiscard]] Known known(const Record& record);

  /// A record whose head and face are the version that insert_version makes next. Returns its place in the
  /// order of time.
  struct Placed {
    std::int64_t id = 0, sort = 0;
  };
  [[nodiscard]] std::int64_t next_version() const { return next_version_; }
  Placed insert(const ResolvedObservation& seen);
  std::int64_t insert_version(std::int64_t record, const ResolvedObservation& seen, std::string_view dropped,
                              bool newest, std::int64_t seq);
  void add_names(std::int64_t record, const TypeRow& type, const Observation& observation);
  /// The record answers to `key` too.
  void add_alias(std::int64_t record, const TypeRow& type, std::string_view key);
  /// To its place at that time.
  void move(Record& record, std::int64_t time, std::uint32_t tiebreak);

 private:
  [[nodiscard]] std::int64_t free_sort_key(const std::optional<Instant>& time, std::uint32_t tiebreak,
                                           std::int64_t record);
  [[nodiscard]] bool is_free(std::int64_t sort);

  Statements& statement_;
  const Provenance& provenance_;
  bool any_alias_;  ///< few lockers have any: then one look-up less for each record
  std::int64_t next_record_;
  std::int64_t next_version_;
};

}  // namespace locker::store
