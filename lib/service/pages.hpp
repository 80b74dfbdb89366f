#pragma once

#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// Answers with a page without scripts. `form_target`: an origin to which its forms may lead beside
/// here; browsers hold redirects to that, too.
void answer_page(http::Exchange& exchange, int status, std::string_view title, const std::string& body,
                 const std::string& form_target = {}, const http::Headers& more = {});

/// Sends a browser on.
void redirect(http::Exchange& exchange, const std::string& to);

/// True for a person's browser, rather than a program.
[[nodiscard]] bool wants_page(const http::Exchange& exchange);

}  // namespace locker::service
