#pragma once

#include <cstdint>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::store {

/// When and by whom a form of a record was told: what decides which form of a shape is its newest.
struct Stated {
  std::int64_t ord = 0;
  Instant observed;         ///< when its content was first seen
  Instant looked;           ///< when its bytes were fetched
  bool by_service = false;  ///< not by an export
  int rank = 0;             ///< of its shape
  std::string_view raw;
  std::string_view text;  ///< as a person reads it; empty: none
};

/// An earlier edit, or an earlier look at the same one. A look of the service's own is later than the one
/// that first saw the content; an export may be older than looks that found it unchanged.
[[nodiscard]] bool is_earlier(const Stated& next, const Stated& known);

/// Whether a form that is stored after another one of its shape, with other content, becomes the newest.
/// Where an export tells it twice, differently, the first one stays. What only names a record for another
/// purpose (a like) and now tells less of it, and nothing else, does not: that is no sign that more is gone.
/// It gives way to what told more before. Words of the service that stand for a text are none.
[[nodiscard]] bool takes_over(const Stated& next, const Stated& known);

}  // namespace locker::store
