#pragma once

#include <filesystem>

#include "lib/base/home.hpp"

namespace locker::exchange {

/// A folder below a home in which a locker is built. The destructor removes all that was not moved in. The
/// constructor removes what a killed run left, staged or already moved in.
class StagingHome {
 public:
  /// `home` exists, holds no locker, and outlives this.
  explicit StagingHome(const Home& home);
  ~StagingHome();
  StagingHome(const StagingHome&) = delete;
  StagingHome& operator=(const StagingHome&) = delete;

  /// Removes what is left if a run was killed after everything was moved in.
  static void remove_left_over(const Home& home);

  [[nodiscard]] const Home& made() const { return made_; }
  /// Moves everything into the home, the archive last: only then is there a locker. Throws Error{usage} if
  /// the home already has an account with the name of a staged one.
  void move_in();

 private:
  void take_back() const;

  const Home& home_;
  Home made_;
  std::filesystem::path moving_;  ///< lists the accounts that are being moved in
};

}  // namespace locker::exchange
