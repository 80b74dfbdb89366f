#pragma once

#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// An answer of JSON values, as one array or as lines (`application/x-ndjson`), sent while they are
/// found: of any size in the memory of a few. A reader may stop reading for a day, and go on.
class RowStream {
 public:
  RowStream(http::Exchange& exchange, bool lines);

  /// False for a client that wants the head alone.
  [[nodiscard]] bool wants_rows() const { return exchange_.method() != "HEAD"; }
  /// `json` holds no line break.
  void row(std::string_view json);
  void end();

 private:
  void send();
  http::Exchange& exchange_;
  const bool lines_;
  bool first_ = true;
  std::string text_;
};

}  // namespace locker::service
