#pragma once

#include "lib/import/importer.hpp"
#include "lib/import/run.hpp"

namespace locker::imports {

/// Returns the account that archives of `owner` (empty: not known) belong to, or, if there is none yet, the
/// account as it would be created. Writes nothing. Throws Error{usage} if the account belongs to another
/// user, or if nothing identifies whose archive it is.
[[nodiscard]] store::Account account_for(const Request& request, const Owner& owner, const Tools& tools);

/// Creates the account if necessary, binds it to its user under the most recently reported handle, and
/// returns it as stored. `told`: when the archive that names the owner was made. Throws Error{usage} if the
/// account belongs to another connector.
[[nodiscard]] store::Account prepared(const store::Account& account, const Owner& owner, Instant told,
                                      store::Writer& writer, const Tools& tools);

}  // namespace locker::imports
