#pragma once

#include <filesystem>

#include "lib/base/home.hpp"

namespace locker::exchange {

/// Where a locker is made before it is one: a folder below its home, which goes away with all that was not
/// moved in. What a killed run left, aside or moved in already, goes first.
class StagingHome {
 public:
  /// `home` is there, holds no locker, and outlives this.
  explicit StagingHome(const Home& home);
  ~StagingHome();
  StagingHome(const StagingHome&) = delete;
  StagingHome& operator=(const StagingHome&) = delete;

  /// What is left where a run was killed when all was moved in already.
  static void remove_left_over(const Home& home);

  [[nodiscard]] const Home& made() const { return made_; }
  /// The archive last: only then is there a locker. Throws Error{usage} where an account of the name of one
  /// that was made is there already.
  void move_in();

 private:
  void take_back() const;

  const Home& home_;
  Home made_;
  std::filesystem::path moving_;  ///< names the accounts that are on their way
};

}  // namespace locker::exchange
