#pragma once

#include <string>
#include <string_view>

#include "lib/http/server/exchange.hpp"

namespace locker::service {

/// As serve::answer_page, from the parts of a page.
void answer_page(http::Exchange& exchange, int status, std::string_view title, const std::string& body,
                 const std::string& form_target = {}, const http::Headers& more = {});

/// Sends a browser on.
void redirect(http::Exchange& exchange, const std::string& to);

}  // namespace locker::service
