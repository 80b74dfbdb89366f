#pragma once

#include "lib/import/importer.hpp"
#include "lib/import/run.hpp"

namespace locker::imports {

/// The account that archives of `owner` (empty: not told) belong to; where there is none yet, as it would be
/// made. Nothing is written. Throws Error{usage} for an account of another person, and where nothing tells
/// whose archive it is.
[[nodiscard]] store::Account account_for(const Request& request, const Owner& owner, const Tools& tools);

/// That account as it now is: made, and bound to its person, who is called as was told last. `told`: when the
/// archive was made that tells the owner.
[[nodiscard]] store::Account prepared(const store::Account& account, const Owner& owner, Instant told,
                                      store::Writer& writer, const Tools& tools);

}  // namespace locker::imports
