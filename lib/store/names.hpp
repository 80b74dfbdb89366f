#pragma once

#include <cstdint>
#include <functional>
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
  /// The handle of a person by the service's id, if a contact or profile tells it, or a post that mentions
  /// them; else the id.
  /// Lives until the next call.
  [[nodiscard]] std::string_view handle(std::int64_t account, std::string_view person);

 private:
  struct Lookup;
  [[nodiscard]] std::string mentioned(std::int64_t account, const std::string& person);
  [[nodiscard]] std::string look_up(std::int64_t account, const std::string& person);

  std::map<std::int64_t, std::string> accounts_, types_;
  const Database& database_;
  std::map<std::int64_t, std::map<std::string, std::string, std::less<>>> handles_;
  std::size_t known_ = 0;
  std::unique_ptr<Lookup> lookup_;
};

}  // namespace locker::store
