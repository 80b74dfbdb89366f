#pragma once

#include <string>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {

/// What stands in a page as text or in an attribute's quotes.
[[nodiscard]] std::string escaped(std::string_view text);

/// A page without scripts, readable on a phone. `body` is HTML.
[[nodiscard]] std::string page(std::string_view title, std::string_view body);

/// For a person who is not signed in here, or is back from another site (forms, "Token"): one link to
/// the same address, under the base name.
[[nodiscard]] std::string refused_page(std::string_view address);

/// The page at `/`: a search, accounts with their streams, last and next runs and what went wrong, services.
struct Overview {
  Instant now;
  Object status;        ///< as `/status`
  std::string words;    ///< that were searched; empty: none
  Object hits;          ///< rows of `/query`
  std::string trouble;  ///< why the search found nothing
};
[[nodiscard]] std::string overview_page(const Overview& overview);

/// What every page is sent with: nothing of it may be framed, cached or scripted.
inline constexpr char kPagePolicy[] =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri "
    "'none'";

}  // namespace locker::serve
