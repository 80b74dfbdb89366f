#include "lib/service/pages.hpp"

#include "lib/serve/pages.hpp"

namespace locker::service {

void answer_page(http::Exchange& exchange, int status, std::string_view title, const std::string& body,
                 const std::string& form_target, const http::Headers& more) {
  serve::answer_page(exchange, status, serve::page(title, body), form_target, more);
}

void redirect(http::Exchange& exchange, const std::string& to) {
  exchange.answer(302, {{"Location", to}, {"Cache-Control", "no-store"}}, "");
}

}  // namespace locker::service
