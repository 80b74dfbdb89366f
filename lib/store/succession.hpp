#pragma once

#include <cstdint>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::store {

/// When and by whom a form of a record was reported: decides which form of a shape is its newest.
struct Stated {
  std::int64_t ord = 0;
  Instant observed;         ///< when its content was first seen
  Instant looked;           ///< when its bytes were fetched
  bool by_service = false;  ///< not by an export
  int rank = 0;             ///< of its shape
  std::string_view raw;
  std::string_view text;  ///< as displayed; empty: none
};

/// Returns whether `next` is an earlier edit than `known`, or an earlier observation of the same edit. An
/// observation by the service is compared with the time when the content was first seen; one by an export,
/// which may be older than fetches that found the content unchanged, with the latest fetch.
[[nodiscard]] bool is_earlier(const Stated& next, const Stated& known);

/// Returns whether a form that is stored after another one of its shape, with other content, becomes the
/// newest. If one export reports a record twice with different content, the first form stays. A form that
/// only names a record for another purpose (a like), and now has less of it and nothing else, does not take
/// over, since that does not prove that more is gone; it gives way to a form that had more before. The
/// service's placeholder for a missing text counts as no text.
[[nodiscard]] bool takes_over(const Stated& next, const Stated& known);

}  // namespace locker::store
