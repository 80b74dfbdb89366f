#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Where a record stands outside of what is its own: streams that list it, streams that are named by it,
/// marks of streams, the account of an import. Each inside a WriteTransaction.
class Traces {
 public:
  explicit Traces(WriteContext& context) : context_(context) {}

  /// Of a record that is still there.
  void erase(std::int64_t record);
  /// At most `count` streams of the account: cursors, members, what a walk under way has met. How many.
  int erase_streams(std::int64_t account, int count);
  /// Of an account without streams and records: imports, notices, whose it is. What was read stays in the
  /// ledger, without saying where.
  void erase_account(std::int64_t account);

 private:
  struct Named {
    std::int64_t record = 0, account = 0, type = 0;
    std::string type_name, connector, account_name;
    std::vector<std::string> keys;  ///< its id, and those of later edits
  };
  [[nodiscard]] Named named(std::int64_t record);
  void erase_parts(const Named& of, std::string_view key);
  void erase_part(std::int64_t account, std::string_view stream, std::string_view key);
  void erase_stream(std::int64_t stream);
  void remember_where_listed(const Named& of);
  void leave_streams(const Named& of);
  void move_marks(std::int64_t account, std::string_view key);

  WriteContext& context_;
};

/// What may stand in place of an id as a mark: a number that nothing has, so that a service tells neither
/// less nor more of what came after it. Ids of that many digits are drawn from clocks, and within some
/// millions above the newest there is none to come; shorter ones are counted, and the one before is known
/// already.
[[nodiscard]] std::string mark_beside(std::string_view id, std::uint32_t random);

}  // namespace locker::store
