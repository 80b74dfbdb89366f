#pragma once

#include <vector>

#include "lib/media/found.hpp"
#include "lib/store/write/media.hpp"

namespace locker::connectors::twitter {

/// The photos and films of a post in their best quality: photos in their original size, of films the
/// variant with the highest bit rate. Of the API's form (objects beside the post) or the archive's
/// (`extended_entities`). Those of somebody else's post that this one repeats are left out.
[[nodiscard]] std::vector<media::Found> media_of_post(const store::StoredForm& form);

}  // namespace locker::connectors::twitter
