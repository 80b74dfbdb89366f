#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "lib/store/exchange.hpp"

namespace locker::store {

/// A value of an exported line, as it is bound. The text must live until the row is put.
struct ExchangeValue {
  enum class Kind { nothing, number, text, bytes };
  Kind kind = Kind::nothing;
  std::int64_t number = 0;
  std::string_view text{};
};

/// Writes the rows of an export into a new archive, exactly as they were.
class ExchangeWriter {
 public:
  /// Creates the archive; `home` must not have one.
  explicit ExchangeWriter(const Home& home);
  ~ExchangeWriter();

  /// Inserts a row of that kind, with a value for each of its columns.
  void put(const ExchangeKind& kind, const std::vector<ExchangeValue>& values);
  /// Clears the files of media whose files were not exported; they can be downloaded again.
  void drop_media_without_files();
  /// Builds the full-text index, commits, and leaves one file that needs no other.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
