#pragma once

#include <optional>
#include <stop_token>
#include <string_view>

#include "lib/auth/token.hpp"
#include "lib/base/clock.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/home.hpp"

namespace locker::auth {

/// "service", "pasted" or "borrowed", in auth.json and `auth status`.
[[nodiscard]] const char* name_of(Origin origin);

/// `Me/<account>/auth.json` (0600), the only place where tokens are kept.
class TokenStore {
 public:
  TokenStore(const Home& home, std::string_view account);

  /// Absent if the account is not signed in. Throws Error{sign_in} if the file cannot be understood.
  [[nodiscard]] std::optional<Credentials> load() const;
  /// Whole after any crash, and on the disk when it returns: a refresh token that is not there is lost.
  void save(const Credentials& credentials) const;
  /// Takes the room that the next `save` needs, before what it is to keep has been asked for. Throws
  /// Error{internal} where there is none.
  void make_room() const;
  void give_room_back() const;
  /// With everything that an interrupted `save` left.
  void erase() const;

  /// Excludes all other processes from replacing the token. Waits its turn until a stop. Credentials that
  /// were written and not yet in place, when a process died, are in place when it returns.
  [[nodiscard]] FileLock lock(Clock& clock, const std::stop_token& stop) const;
  /// True if a process died while it replaced the token, and nobody has locked since.
  [[nodiscard]] bool was_interrupted() const;

  [[nodiscard]] const std::string& account() const { return account_; }

 private:
  void recover() const;

  Home home_;
  std::string account_;
};

}  // namespace locker::auth
