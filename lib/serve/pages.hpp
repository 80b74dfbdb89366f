#pragma once

#include <string>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/http/server/exchange.hpp"
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

/// Answers with a page, of which nothing may be framed, cached or scripted. `form_target`: an origin to which
/// its forms may lead beside here; browsers hold redirects to that, too.
void answer_page(http::Exchange& exchange, int status, const std::string& html,
                 const std::string& form_target = {}, const http::Headers& more = {});

/// True for a person's browser, rather than a program.
[[nodiscard]] bool wants_page(const http::Exchange& exchange);

}  // namespace locker::serve
