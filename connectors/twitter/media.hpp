#pragma once

#include <vector>

#include "lib/media/found.hpp"
#include "lib/store/write/media.hpp"

namespace locker::connectors::twitter {

/// Returns the photos and videos of a post in best quality: photos in original size, and the video variant
/// with the highest bit rate. Reads the API's form (included objects) and the archive's
/// (`extended_entities`). Omits the media of a reposted post.
[[nodiscard]] std::vector<media::Found> media_of_post(const store::StoredForm& form);

}  // namespace locker::connectors::twitter
