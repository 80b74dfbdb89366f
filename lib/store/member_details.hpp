#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// Reads what services report about memberships themselves.
class MemberDetails {
 public:
  /// Reads memberships in these streams that began at or before change `at_seq`.
  MemberDetails(const Database& database, std::vector<std::string> streams, std::int64_t at_seq);

  /// Returns the JSON object reported for a record by the first of the streams that has one; empty: none has.
  /// Valid until the next call.
  std::string_view of(std::int64_t record);

 private:
  std::vector<std::string> streams_;
  Scan scan_;
  std::string detail_;
};

}  // namespace locker::store
