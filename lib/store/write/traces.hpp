#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// The traces of a record outside its own rows: streams that list it, streams that are named after it, marks
/// of streams, the account of an import. Call each method inside a WriteTransaction.
class Traces {
 public:
  explicit Traces(WriteContext& context) : context_(context) {}

  /// Erases the traces of a record that is still stored.
  void erase(std::int64_t record);
  /// Erases at most `count` streams of the account: cursors, members, what a current walk has met. Returns
  /// how many.
  int erase_streams(std::int64_t account, int count);
  /// Erases what is left of an account without streams and records: imports, notices, its owner. Its costs
  /// stay in the ledger, without the streams.
  void erase_account(std::int64_t account);

 private:
  struct Named {
    std::int64_t record = 0, account = 0, type = 0;
    std::string type_name, connector, account_name;
    std::vector<std::string> keys;  ///< its id and those of later edits
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

/// Returns a mark to use instead of an id: a number that no record has, chosen so that a service returns
/// neither less nor more of what came after the id. Long ids are derived from clocks, and no new one will
/// appear within some millions above the newest; shorter ids are counters, and the record before is known
/// already.
[[nodiscard]] std::string substitute_mark(std::string_view id, std::uint32_t random);

}  // namespace locker::store
