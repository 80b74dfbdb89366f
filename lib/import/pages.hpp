#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lib/import/archive.hpp"
#include "lib/import/run.hpp"

namespace locker::imports {

/// What an import is to the store.
struct Source {
  std::string account;
  Owner owner;
  Instant made;  ///< by which records are observed
  std::int64_t run = 0;
  /// As versions name it: `archive 2024-05-01`.
  [[nodiscard]] std::string name() const { return "archive " + format_rfc3339(made).substr(0, 10); }
};

/// Stores the elements of members, a page a transaction. A page keeps how far it came, so that a member that
/// was cut goes on there.
class Pages {
 public:
  Pages(Source source, store::Writer& writer, const Tools& tools);

  /// All of a member, but for elements that cannot be read, which are noted in it; what that changed.
  store::Counts store(Piece& piece, const Advance& advance);

 private:
  class Batch;
  void make_batches(const Piece& piece, std::int64_t first, const Advance& advance,
                    const std::function<void(Batch)>& give) const;
  [[nodiscard]] store::ImportRow row_of(const Piece& piece) const;
  store::Counts commit(Piece& piece, Batch& batch, store::ImportRow& row, bool known);
  void join_parts(Batch& batch);
  void take_parts_of(store::Page& page, const Batch& batch);
  struct Edit {
    std::string_view key;
    Instant time;
  };
  void take_parts_of(store::Page& page, const store::Observation& whole, const Edit& edit,
                     std::multimap<Instant, std::string>& alone);
  std::vector<store::Candidate> wholes_near(const store::Observation& part);
  std::optional<store::Candidate> whole_of(const store::Observation& part);

  Source source_;
  store::Writer& writer_;
  const Tools& tools_;
  std::vector<store::ImportRow> rows_;
  std::map<std::string, std::multimap<Instant, std::string>> unjoined_;  ///< by type
};

}  // namespace locker::imports
