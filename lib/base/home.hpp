#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/error.hpp"

namespace locker {

class Environment;

/// Where a locker is kept (design 3). Naming paths creates nothing.
class Home {
 public:
  explicit Home(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] std::filesystem::path database() const { return root_ / "locker.db"; }
  /// What `locker serve` is going to call, and when.
  [[nodiscard]] std::filesystem::path schedule() const { return root_ / "scheduler.json"; }
  /// Locked by writers for their turn, and by all that have the database open (schema lock).
  [[nodiscard]] std::filesystem::path write_lock() const { return root_ / "write.lock"; }
  [[nodiscard]] std::filesystem::path schema_lock() const { return root_ / "schema.lock"; }
  /// `Me/<account>`: me.json, auth.json, locks, media.
  [[nodiscard]] std::filesystem::path account(std::string_view id) const;
  /// True if there is a locker here (locker.db exists). Throws Error{internal} where nobody may look.
  [[nodiscard]] bool exists() const;
  /// Throws Error{no_locker}, saying how to begin one, if there is none.
  void require() const;
  [[nodiscard]] Error none_here() const;
  /// Makes the folders, each 0700. Throws Error{internal} with the path.
  void create() const;
  void create_account(std::string_view id) const;
  /// Ids of all folders below `Me/` that hold a me.json, sorted.
  [[nodiscard]] std::vector<std::string> accounts() const;

 private:
  std::filesystem::path root_;
};

/// `--home`, else $LOCKER_HOME, else $XDG_DATA_HOME/locker, else ~/.local/share/locker (design 3).
/// Throws Error{usage} where none of them says anything.
[[nodiscard]] Home resolve_home(std::string_view flag, const Environment& environment);

/// What a new account may be called: `[a-z0-9][a-z0-9_-]*` (design 2).
[[nodiscard]] bool is_account_id(std::string_view id);

}  // namespace locker
