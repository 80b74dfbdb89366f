#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// What services say of memberships themselves.
class MemberDetails {
 public:
  /// Of the memberships in these streams that stood after a change.
  MemberDetails(const Database& database, std::vector<std::string> streams, std::int64_t at_seq);

  /// The JSON object said of a record in the first of the streams that says any; empty: none does. Lives
  /// until the next call.
  std::string_view of(std::int64_t record);

 private:
  std::vector<std::string> streams_;
  Scan scan_;
  std::string detail_;
};

}  // namespace locker::store
