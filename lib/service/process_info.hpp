#pragma once

#include <istream>
#include <string>

#include "lib/base/secret.hpp"

namespace locker::service {

/// What core writes to a connector's standard input, as one line of JSON (step 3 of the flow).
struct ProcessInfo {
  int port = 0;  ///< a suggestion
  std::string working_directory;
  std::string locker_url;  ///< core, with this process's capability in it
  // What today's core says beside 2011's fields; each empty where it says nothing.
  std::string base;  ///< core as a browser knows it
  std::string id;    ///< the account
  std::string home;  ///< the folder of the locker
  Secret key;        ///< comes with all that core asks; empty: whoever asks is answered
};

/// Reads that line. Throws Error{usage} if it is no such thing: then core did not start this.
[[nodiscard]] ProcessInfo read_process_info(std::istream& in);

}  // namespace locker::service
