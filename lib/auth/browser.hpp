#pragma once

#include <string>

#include "lib/base/environment.hpp"

namespace locker::auth {

/// Opens an address in the person's browser, `$BROWSER` or else `xdg-open`, apart from this process:
/// what it prints, how it ends and how long it lives is its own affair. Where there is none, nothing
/// happens: the address is printed anyway.
void open_browser(const std::string& address, const Environment& environment);

}  // namespace locker::auth
