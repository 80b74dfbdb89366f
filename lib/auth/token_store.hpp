#pragma once

#include <optional>
#include <stop_token>
#include <string_view>

#include "lib/auth/token.hpp"
#include "lib/base/clock.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/home.hpp"

namespace locker::auth {

/// Returns "service", "pasted" or "borrowed", for auth.json and `auth status`.
[[nodiscard]] const char* name_of(Origin origin);

/// `Me/<account>/auth.json` (0600), the only place where tokens are stored.
class TokenStore {
 public:
  TokenStore(const Home& home, std::string_view account);

  /// Returns absent if the account is not signed in. Throws Error{sign_in} if the file is malformed.
  [[nodiscard]] std::optional<Credentials> load() const;
  /// Replaces the file atomically and syncs it: a refresh token that does not reach the disk is lost.
  void save(const Credentials& credentials) const;
  /// The two steps of `save`: writes the credentials durably beside the file, and puts them in its place. The
  /// caller holds the lock throughout.
  void stage(const Credentials& credentials) const;
  void place() const;
  /// Reserves disk space for the next `save`, before a refresh token is spent. Throws Error{internal} if
  /// there is none.
  void make_room() const;
  void release_room() const;
  /// Deletes the file, and whatever an interrupted `save` left.
  void erase() const;

  /// Takes the lock that a process must hold to replace the token; waits for it until a stop request.
  /// Completes an interrupted `save` whose credentials were already on the disk.
  [[nodiscard]] FileLock lock(Clock& clock, const std::stop_token& stop) const;
  /// True if a process died while replacing the token, and nobody has taken the lock since.
  [[nodiscard]] bool was_interrupted() const;

  [[nodiscard]] const std::string& account() const { return account_; }

 private:
  void recover() const;

  Home home_;
  std::string account_;
};

}  // namespace locker::auth
