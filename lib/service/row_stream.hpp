#pragma once

#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// A response of JSON values, as one array or as lines (`application/x-ndjson`), streamed while they are
/// produced: a response of any size needs the memory of a few rows.
class RowStream {
 public:
  RowStream(http::Exchange& exchange, bool lines);

  /// False for a HEAD request.
  [[nodiscard]] bool wants_rows() const { return exchange_.method() != "HEAD"; }
  /// Writes a row. `json` must not contain a line break.
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
