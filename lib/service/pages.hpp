#pragma once

#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// Like serve::answer_page, for a title and a body.
void answer_page(http::Exchange& exchange, int status, std::string_view title, const std::string& body,
                 const std::string& form_target = {}, const http::Headers& more = {});

/// Redirects the browser.
void redirect(http::Exchange& exchange, const std::string& to);

}  // namespace locker::service
