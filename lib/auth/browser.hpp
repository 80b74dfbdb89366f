#pragma once

#include <string>

#include "lib/base/environment.hpp"

namespace locker::auth {

/// Opens a URL in the user's browser, `$BROWSER` or else `xdg-open`, as a detached process whose output and
/// exit status are ignored. Does nothing if there is none: the URL is printed anyway.
void open_browser(const std::string& address, const Environment& environment);

}  // namespace locker::auth
