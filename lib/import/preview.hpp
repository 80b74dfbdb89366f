#pragma once

#include <vector>

#include "lib/import/archive.hpp"
#include "lib/import/run.hpp"

namespace locker::imports {

/// Previews an import: passes every record of the checked `pieces` to `take`, with those of `files` that it
/// shows.
void preview(const std::vector<Piece*>& pieces, const std::vector<Piece*>& files, const Owner& owner,
             const Tools& tools, const PreviewRecord& take);

}  // namespace locker::imports
