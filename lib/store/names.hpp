#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/store/database.hpp"

namespace locker::store {

/// The names behind the numbers of a row: few, and asked for by every row.
class Names {
 public:
  explicit Names(const Database& database);
  ~Names();

  [[nodiscard]] const std::map<std::int64_t, std::string>& accounts() const { return accounts_; }
  [[nodiscard]] const std::map<std::int64_t, std::string>& types() const { return types_; }
  [[nodiscard]] std::string_view account(std::int64_t id) const;
  [[nodiscard]] std::string_view type(std::int64_t id) const;
  /// The handle of a person by the service's id, if a contact or profile tells it; else the id.
  [[nodiscard]] std::string handle(std::int64_t account, std::string_view person);

 private:
  struct Lookup;
  std::map<std::int64_t, std::string> accounts_, types_;
  std::map<std::pair<std::int64_t, std::string>, std::string> handles_;
  std::unique_ptr<Lookup> lookup_;
};

}  // namespace locker::store
