#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace locker {

/// What went wrong, as far as the program must act on it. The kind alone decides
/// whether to retry, the exit code (cli/exit_code.cpp) and the HTTP status.
enum class ErrorKind {
  internal,     ///< a fault of ours, or of the machine (disk full, I/O)
  usage,        ///< the person asked for something that cannot be
  sign_in,      ///< no token, or one that the service no longer takes
  forbidden,    ///< the service refuses this one thing: scope, package, protected
  gone,         ///< the service does not know it (404)
  rate_limit,   ///< the service asks to wait, which was not allowed
  network,      ///< broken connection, timeout, 5xx that outlasted the retries
  malformed,    ///< an answer that cannot be read; nothing of it was kept
  payment,      ///< budget or cap of ours reached, or the service wants payment
  no_locker,    ///< there is no locker at this home
  locked,       ///< another process holds the lock
  guard,        ///< stopped before doing something that looks wrong; see the hint
  interrupted,  ///< Ctrl-C or SIGTERM
};

/// The one exception class of ours. `what()` says what failed and on what, in one
/// line; `hint()` says what to do next, and may be empty.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, std::string hint = {});

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 private:
  ErrorKind kind_;
  std::string hint_;
};

/// The kind's stable name in JSON output and in the table of runs: `rate-limit`, ...
[[nodiscard]] std::string_view name_of(ErrorKind kind) noexcept;

}  // namespace locker
