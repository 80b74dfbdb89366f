#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/error.hpp"

namespace locker {

class Environment;

/// The paths of a locker home (design 3). The accessors create nothing.
class Home {
 public:
  explicit Home(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path database() const { return root_ / "locker.db"; }
  /// The calls scheduled by `locker serve`.
  [[nodiscard]] std::filesystem::path schedule() const { return root_ / "scheduler.json"; }
  /// write_lock: held by a writer during its transaction. schema_lock: shared by all that have the database
  /// open.
  [[nodiscard]] std::filesystem::path write_lock() const { return root_ / "write.lock"; }
  [[nodiscard]] std::filesystem::path schema_lock() const { return root_ / "schema.lock"; }
  /// `Me/<account>`: me.json, auth.json, locks, media.
  [[nodiscard]] std::filesystem::path account(std::string_view id) const;
  /// True if locker.db exists. Throws Error{internal} if the folder cannot be searched.
  [[nodiscard]] bool exists() const;
  /// Throws Error{no_locker}, with a hint how to start one, if there is none.
  void require() const;
  [[nodiscard]] Error no_locker_error() const;
  /// Creates the folders, each 0700. Throws Error{internal} naming the path.
  void create() const;
  void create_account(std::string_view id) const;
  /// Returns the ids of all folders below `Me/` that contain a me.json, sorted.
  [[nodiscard]] std::vector<std::string> accounts() const;

 private:
  std::filesystem::path root_;
};

/// `--home`, else $LOCKER_HOME, else $XDG_DATA_HOME/locker, else ~/.local/share/locker (design 3).
/// Throws Error{usage} if none of them is set.
[[nodiscard]] Home resolve_home(std::string_view flag, const Environment& environment);

/// True for an id that a new account may have: `[a-z0-9][a-z0-9_-]*` (design 2).
[[nodiscard]] bool is_account_id(std::string_view id);

}  // namespace locker
