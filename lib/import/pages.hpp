#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/import/archive.hpp"
#include "lib/import/run.hpp"
#include "lib/store/write/background_checkpoint.hpp"

namespace locker::imports {

/// Identifies an import to the store.
struct Source {
  std::string account;
  Owner owner;
  Instant made;  ///< when its records count as observed
  std::int64_t run = 0;
  /// The name that versions refer to: `archive 2024-05-01`.
  [[nodiscard]] std::string name() const { return "archive " + format_rfc3339(made).substr(0, 10); }
};

/// Stores the elements of members, one page per transaction. A page also saves how far it got, so that an
/// interrupted member resumes there.
class Pages {
 public:
  /// `more_to_come`: parts of the archive are still to be read, now or by a later import.
  Pages(Source source, store::Writer& writer, const Tools& tools, bool more_to_come);

  /// Stores all elements of a member, except those that cannot be read, which are recorded in its content.
  /// Returns the changes.
  store::Counts store(Piece& piece, const Advance& advance);
  /// Merges parts that were stored before the records they belong to, from whichever file, with these.
  /// Returns the changes.
  store::Counts join_rest();

 private:
  class Batch;
  void make_batches(const Piece& piece, std::int64_t first, const Advance& advance,
                    const std::function<void(Batch)>& give) const;
  [[nodiscard]] store::ImportRow row_of(const Piece& piece) const;
  store::Counts commit(Piece& piece, Batch& batch, store::ImportRow& row, bool known);
  void join_parts(Batch& batch);
  store::Counts join_one(const store::RecordName& name, Instant time);
  std::chrono::seconds apart(const store::Observation& part, const store::Candidate& whole) const;
  std::vector<store::Candidate> wholes_near(const store::Observation& part);
  std::optional<store::Candidate> whole_of(const store::Observation& part);
  bool is_joined_to_another(const store::Observation& part, const store::Candidate& whole) const;

  Source source_;
  store::Writer& writer_;
  const Tools& tools_;
  bool more_to_come_;
  store::BackgroundCheckpoint checkpoint_;
  std::vector<store::ImportRow> rows_;
  /// The parts of the current batch that were joined, by the record and the edit that they belong to.
  std::map<std::pair<std::string, std::string>, std::string> joined_;
};

}  // namespace locker::imports
