#pragma once

#include <string>
#include <vector>

#include "lib/rows/cell.hpp"
#include "lib/store/query.hpp"

namespace locker::rows {

/// The names of the fields that every record has.
[[nodiscard]] const std::vector<std::string>& record_field_names();

/// A record's field, selected by name: one that every record has (`account`, `type`, `id`, `time`, `text`,
/// `name`, `author`, `url`, `deleted`, `media`, `json`), or a dotted path into its JSON.
class RecordField {
 public:
  explicit RecordField(const std::string& name);
  /// Returns a view into the row.
  [[nodiscard]] Cell of(const store::QueryRow& row) const;
  /// True if the row must be read with its JSON (store::RowParts). Some URLs exist only there.
  [[nodiscard]] bool needs_json() const;
  /// True if the row must be read with its media.
  [[nodiscard]] bool needs_media() const { return path_ == "media"; }

 private:
  Cell (*cell_)(const store::QueryRow&) = nullptr;
  std::string path_;
};

}  // namespace locker::rows
