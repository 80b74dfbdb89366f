#pragma once

#include <cstdint>

#include "lib/base/time.hpp"
#include "lib/store/write/observation.hpp"
#include "lib/store/write/statements.hpp"

namespace locker::store {

/// Stores what an observation states about others: which record it replies to, and the people it names.
class Relations {
 public:
  Relations(Statements& statement, std::int64_t account, Instant observed)
      : statement_(statement), account_(account), observed_(observed) {}

  void note(std::int64_t record, const Observation& observation);

 private:
  void note_reply(std::int64_t record, const Observation& observation);
  void note_people(const Observation& observation);

  Statements& statement_;
  std::int64_t account_;
  Instant observed_;
};

}  // namespace locker::store
