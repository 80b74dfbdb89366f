#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace locker::store {

/// A dictionary of zstd (RFC 8878 section 5): what records of one type have in common, so that each alone
/// becomes small.
class Dictionary {
 public:
  explicit Dictionary(std::string_view bytes);

  /// What these samples have in common; absent where they are too few, or too small, to tell.
  [[nodiscard]] static std::optional<std::string> train(const std::vector<std::string>& samples);
  /// One frame, which tells its own content's size.
  [[nodiscard]] std::string compress(std::string_view content) const;

 private:
  struct State;
  struct Drop {
    void operator()(State* state) const;
  };
  std::unique_ptr<State, Drop> state_;
};

}  // namespace locker::store
