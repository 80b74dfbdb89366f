#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace locker::store {

/// A zstd dictionary (RFC 8878 section 5): the content that records of one type share, so that each record
/// compresses well on its own.
class Dictionary {
 public:
  explicit Dictionary(std::string_view bytes);

  /// Trains a dictionary from samples; absent if they are too few or too small.
  [[nodiscard]] static std::optional<std::string> train(const std::vector<std::string>& samples);
  /// Returns one frame, which states the size of its content.
  [[nodiscard]] std::string compress(std::string_view content) const;

 private:
  struct State;
  struct Drop {
    void operator()(State* state) const;
  };
  std::unique_ptr<State, Drop> state_;
};

}  // namespace locker::store
