#pragma once

#include <string>
#include <string_view>

#include "lib/base/time.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {

/// Escapes a text for use in HTML, as text or within a quoted attribute.
[[nodiscard]] std::string escaped(std::string_view text);

/// Returns a page without scripts, suitable for phones. `body` is HTML.
[[nodiscard]] std::string page(std::string_view title, std::string_view body);

/// Returns the page for a user who is not signed in here, or returns from another site (forms, "Token"): a
/// link to the same address under the base name.
[[nodiscard]] std::string refused_page(std::string_view address);

/// The data of the page at `/`: a search, the accounts with their streams, their last and next runs and
/// errors, the services.
struct Overview {
  Instant now;
  Object status;        ///< as in `/status`
  std::string words;    ///< the search terms; empty: none
  Object hits;          ///< rows of `/query`
  std::string trouble;  ///< why the search failed
};
[[nodiscard]] std::string overview_page(const Overview& overview);

/// Responds with a page that may not be framed or cached and runs no scripts. `form_target` is another origin
/// to which its forms may lead; browsers apply that restriction to redirects, too.
void answer_page(http::Exchange& exchange, int status, const std::string& html,
                 const std::string& form_target = {}, const http::Headers& more = {});

/// True if the client is a browser rather than a program.
[[nodiscard]] bool wants_page(const http::Exchange& exchange);

}  // namespace locker::serve
