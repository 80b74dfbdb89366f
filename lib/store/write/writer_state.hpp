#pragma once

#include <string_view>

#include "lib/base/error.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// State shared by a Writer's methods. Only for this folder.
struct Writer::State {
  WriteContext context;

  static constexpr char kAccount[] =
      "SELECT id, name, connector, coalesce(user_id, ''), coalesce(handle, ''), coalesce(dialect, ''), budget"
      " FROM account WHERE name = ?";

  Account require(std::string_view name) {
    auto& row = context.statement(kAccount);
    Statements::bind_all(row, name);
    if (!row.step())
      throw Error(ErrorKind::usage, "there is no account \"" + std::string(name) + "\"",
                  "run \"locker connectors\" to see those there are");
    return read(row);
  }

  static Account read(Scan& row) {
    Account account{.id = row.number(0),
                    .name = std::string(text_of(row, 1)),
                    .connector = std::string(text_of(row, 2)),
                    .user_id = std::string(text_of(row, 3)),
                    .handle = std::string(text_of(row, 4)),
                    .dialect = std::string(text_of(row, 5)),
                    .budget = std::nullopt};
    if (!row.is_null(6)) account.budget = row.number(6);
    row.reset();
    return account;
  }
};

}  // namespace locker::store
