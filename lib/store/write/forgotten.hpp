#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/store/write/salted.hpp"
#include "lib/store/write/write_context.hpp"

namespace locker::store {

/// Forgotten records, stored only as salted digests: enough to refuse a record, too little to name it.
class Forgotten {
 public:
  explicit Forgotten(WriteContext& context);
  [[nodiscard]] bool contains(std::string_view account, std::string_view type, std::string_view key) const;
  void add(std::string_view account, std::string_view type, std::string_view key);

  /// A forgotten record that a stream still lists.
  struct Listed {
    std::string_view account, stream, type, key;
  };
  /// Returns the walk that first met it in the stream; absent: none did. Stored so that a walk can tell
  /// whether it is new in the stream.
  [[nodiscard]] std::optional<std::int64_t> first_walk(const Listed& listed) const;
  void keep_first_walk(const Listed& listed, std::int64_t walk);

 private:
  [[nodiscard]] Digest digest(std::string_view account, std::string_view type, std::string_view key) const;
  WriteContext& context_;
  Salted salted_;
  bool any_ = false;
};

}  // namespace locker::store
