#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace locker {

/// Kinds of errors, as far as the program distinguishes them. The kind alone decides whether to retry, the
/// exit code (lib/base/exit_code.cpp) and the HTTP status.
enum class ErrorKind {
  internal,     ///< a bug, or a failure of the machine (disk full, I/O)
  usage,        ///< the user requested something impossible
  sign_in,      ///< no token, or one that the service no longer accepts
  forbidden,    ///< the service refuses this resource: scope, package, protected
  gone,         ///< the service has no such resource (404)
  rate_limit,   ///< the service demands a wait that was not allowed
  network,      ///< broken connection, timeout, 5xx that outlasted the retries
  malformed,    ///< a response that cannot be parsed; nothing of it was stored
  payment,      ///< own budget or cap reached, or the service demands payment
  no_locker,    ///< no locker in this home
  locked,       ///< another process holds the lock
  guard,        ///< stopped before an operation that looks wrong; see the hint
  interrupted,  ///< Ctrl-C or SIGTERM
};

/// The project's only exception class. `what()` says in one line what failed and on what; `hint()` is the
/// next step for the user, and may be empty.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, std::string hint = {});

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 private:
  ErrorKind kind_;
  std::string hint_;
};

/// Returns the kind's stable name in JSON output and in the table of runs, such as `rate-limit`.
[[nodiscard]] std::string_view name_of(ErrorKind kind) noexcept;

}  // namespace locker
