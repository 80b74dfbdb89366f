#pragma once

#include <vector>

#include "lib/import/archive.hpp"
#include "lib/import/run.hpp"

namespace locker::imports {

/// Tells `take` every record of checked pieces, with those of `files` that show it.
void foresee(const std::vector<Piece*>& pieces, const std::vector<Piece*>& files, const Owner& owner,
             const Tools& tools, const Foresee& take);

}  // namespace locker::imports
