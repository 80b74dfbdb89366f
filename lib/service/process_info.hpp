#pragma once

#include <istream>
#include <string>

#include "lib/base/secret.hpp"

namespace locker::service {

/// What core writes to a connector's standard input: one line of JSON (step 3 of the startup sequence).
struct ProcessInfo {
  int port = 0;  ///< a suggestion
  std::string working_directory;
  std::string locker_url;  ///< core's URL, with this process's capability
  // Fields added since 2011; each is empty if core does not send it.
  std::string base;  ///< core's URL as seen by a browser
  std::string id;    ///< the account
  std::string home;  ///< the folder of the locker
  Secret key;        ///< sent with each of core's requests; empty: requests are not authenticated
};

/// Reads that line. Throws Error{usage} if it is not a JSON object: the process was not started by core.
[[nodiscard]] ProcessInfo read_process_info(std::istream& in);

}  // namespace locker::service
