#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/write/observation.hpp"
#include "lib/store/write/record_rows.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// What a first look finds of an observation.
struct LookupResult {
  std::int64_t record = 0;   ///< of its key; 0: there is none
  std::int64_t version = 0;  ///< the record's newest
  bool same = false;         ///< it has just these bytes, with nothing more to be learnt from them
};

/// A first look at the records of many observations, each before it is stored. Nearly all that a sync meets
/// is unchanged, and nearly every record has one shape, whose newest version is its head. Where nothing is
/// new of one observation nothing may be new of the next ones: they are looked at together, which takes half
/// the time, and more of them as long as that is so. Where they come in the order in which they were stored,
/// the records are read on in that order instead, which takes a third. What was seen holds until something is
/// written. Nearly everything in an import is new: one query finds out that no key in the range of the first
/// observations is stored, which stays true of each of them until it is stored itself. Inside a
/// WriteTransaction.
class BatchLookup {
 public:
  BatchLookup(WriteContext& context, const Provenance& provenance,
              const std::vector<Observation>& observations)
      : context_(context),
        provenance_(provenance),
        observations_(observations),
        results_(observations.size()) {}
  ~BatchLookup() { read_on_no_more(); }
  BatchLookup(const BatchLookup&) = delete;
  BatchLookup& operator=(const BatchLookup&) = delete;

  /// At the next observation.
  [[nodiscard]] const LookupResult& next();
  /// At any.
  [[nodiscard]] static LookupResult at(WriteContext& context, const Provenance& provenance,
                                       const Observation& what);

 private:
  [[nodiscard]] std::size_t count_unknown();
  [[nodiscard]] bool read_on();
  [[nodiscard]] bool come_as_stored() const;
  void read_on_no_more();
  void look(std::size_t count);
  [[nodiscard]] std::size_t list_keys(std::size_t count);

  WriteContext& context_;
  const Provenance& provenance_;
  const std::vector<Observation>& observations_;
  std::vector<LookupResult> results_;
  std::size_t next_ = 0;
  std::size_t unknown_ = 0;  ///< the first so many are new
  std::size_t seen_ = 0;     ///< those before it were looked at
  std::size_t window_ = 1;   ///< how many are looked at together
  int changes_ = 0;          ///< of the connection, when they were
  std::string keys_;
  Scan* in_order_ = nullptr;  ///< stands at the record of the last one; null: not read on
};

}  // namespace locker::store
