#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/rows/cell.hpp"
#include "lib/store/history.hpp"

namespace locker::rows {

/// A field of a change in the output of `history` (forms, "Records and queries").
struct ChangeField {
  std::string_view name;
  Cell (*cell)(const store::Change&);
};

/// `seq, time, action, account, type, id, stream`, in this order.
[[nodiscard]] const std::vector<ChangeField>& change_fields();

/// `{"source":…,"text":{"before":…,"after":…},"fields":[{"field":…,"before":…,"after":…}]}`.
[[nodiscard]] RawJson as_json(const store::ChangeDetail& detail);

}  // namespace locker::rows
