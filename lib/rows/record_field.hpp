#pragma once

#include <string>
#include <vector>

#include "lib/rows/cell.hpp"
#include "lib/store/query.hpp"

namespace locker::rows {

/// The names of the fields that every record has.
[[nodiscard]] const std::vector<std::string>& record_field_names();

/// A field of a record that was asked for by name: one that every record has (`account`, `type`, `id`,
/// `time`, `text`, `name`, `author`, `url`, `deleted`, `media`, `json`), or a dotted path into its own JSON.
class RecordField {
 public:
  explicit RecordField(const std::string& name);
  /// Lent from the row.
  [[nodiscard]] Cell of(const store::QueryRow& row) const;
  /// False if the row can be without its JSON (store::RowParts). An address may stand in there alone.
  [[nodiscard]] bool needs_json() const;
  /// True if the row's media are to be read for it.
  [[nodiscard]] bool needs_media() const { return path_ == "media"; }

 private:
  Cell (*cell_)(const store::QueryRow&) = nullptr;
  std::string path_;
};

}  // namespace locker::rows
