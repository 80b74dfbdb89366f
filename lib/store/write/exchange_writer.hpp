#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "lib/store/exchange.hpp"

namespace locker::store {

/// A value of an exported line, as the database takes it. Lent until the row is put.
struct ExchangeValue {
  enum class Kind { nothing, number, text, bytes };
  Kind kind = Kind::nothing;
  std::int64_t number = 0;
  std::string_view text{};
};

/// Puts the rows of an export into a new archive, exactly as they were.
class ExchangeWriter {
 public:
  /// Makes the archive; `home` holds none.
  explicit ExchangeWriter(const Home& home);
  ~ExchangeWriter();

  /// A row of that kind; a value for each of its columns.
  void put(const ExchangeKind& kind, const std::vector<ExchangeValue>& values);
  /// Media whose files did not come along are no longer kept; they can be fetched again.
  void drop_media_without_files();
  /// Makes the full-text index, commits, and leaves one file that needs no other.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
