#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/record_rows.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// The result of the first lookup of an observation.
struct LookupResult {
  std::int64_t record = 0;   ///< with its key; 0: there is none
  std::int64_t version = 0;  ///< the record's newest
  bool same = false;         ///< the stored bytes are identical and nothing more can be learned from it
};

/// The first lookup of the records of many observations, each before it is stored. Nearly everything a sync
/// meets is unchanged, and nearly every record has one shape, whose newest version is its head. If an
/// observation brings nothing new, the next ones may not either: they are looked up together, which takes
/// half the time, and in growing numbers as long as that is so. If they come in the order in which they were
/// stored, the records are read on in that order instead, which takes a third. Results hold until something
/// is written. Nearly everything an import meets is new: if no stored key lies between those of the first
/// observations, none of these is stored, whatever is written of them meanwhile. Use inside a
/// WriteTransaction.
class BatchLookup {
 public:
  BatchLookup(WriteContext& context, const Provenance& provenance,
              const std::vector<Observation>& observations)
      : context_(context),
        provenance_(provenance),
        observations_(observations),
        results_(observations.size()) {}
  ~BatchLookup() { stop_reading_on(); }
  BatchLookup(const BatchLookup&) = delete;
  BatchLookup& operator=(const BatchLookup&) = delete;

  /// Returns the result for the next observation.
  [[nodiscard]] const LookupResult& next();
  /// Looks up any observation.
  [[nodiscard]] static LookupResult at(WriteContext& context, const Provenance& provenance,
                                       const Observation& what);

 private:
  [[nodiscard]] std::size_t count_unknown();
  [[nodiscard]] bool read_on();
  [[nodiscard]] bool is_in_stored_order() const;
  void stop_reading_on();
  void look(std::size_t count);
  [[nodiscard]] std::size_t list_keys(std::size_t count);

  WriteContext& context_;
  const Provenance& provenance_;
  const std::vector<Observation>& observations_;
  std::vector<LookupResult> results_;
  std::size_t next_ = 0;
  std::size_t unknown_ = 0;  ///< how many of the first ones are known not to be stored
  std::size_t seen_ = 0;     ///< the observations before this one were looked up
  std::size_t window_ = 1;   ///< how many to look up together
  int changes_ = 0;          ///< total changes of the connection at that lookup
  std::string keys_;
  Scan* in_order_ = nullptr;  ///< at the record of the last result; null: not reading on
};

}  // namespace locker::store
