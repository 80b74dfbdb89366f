#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"
#include "lib/store/state_at.hpp"

namespace locker::store {

/// Maps the ids in a row to names. There are few, and every row needs them.
class Names {
 public:
  /// Handles also need the registry: it defines how services spell the handles of their accounts.
  explicit Names(const Database& database);
  Names(const Database& database, const connector::Registry& registry);
  /// Handles as of that change (seq_at()), as far as versions of the people record them.
  Names(const Database& database, const connector::Registry& registry, std::int64_t at_seq);
  ~Names();

  [[nodiscard]] const std::map<std::int64_t, std::string>& accounts() const { return accounts_; }
  [[nodiscard]] const std::map<std::int64_t, std::string>& types() const { return types_; }
  [[nodiscard]] std::string_view account(std::int64_t id) const;
  [[nodiscard]] std::string_view type(std::int64_t id) const;
  /// Returns a person's handle by the service's id, if a contact or profile has it, the person is the
  /// account's owner, or a post mentions the person; else the id. Valid until the next call.
  [[nodiscard]] std::string_view handle(std::int64_t account, std::string_view person);

 private:
  struct Lookup;
  /// The person that an account belongs to.
  struct Owner {
    std::string id, handle;
  };
  [[nodiscard]] std::string mentioned(std::int64_t account, const std::string& person);
  [[nodiscard]] std::string look_up(std::int64_t account, const std::string& person);

  std::map<std::int64_t, std::string> accounts_, types_;
  std::map<std::int64_t, Owner> owners_;
  const Database& database_;
  std::int64_t at_seq_ = kNow;
  std::map<std::int64_t, std::map<std::string, std::string, std::less<>>> handles_;
  std::size_t known_ = 0;
  std::unique_ptr<Lookup> lookup_;
};

}  // namespace locker::store
