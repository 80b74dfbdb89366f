#include "lib/service/pages.hpp"

#include "lib/serve/pages.hpp"

namespace locker::service {

void answer_page(http::Exchange& exchange, int status, std::string_view title, const std::string& body,
                 const std::string& form_target, const http::Headers& more) {
  constexpr std::string_view kForms = "form-action 'self'";
  std::string policy = serve::kPagePolicy;
  if (!form_target.empty()) policy.insert(policy.find(kForms) + kForms.size(), " " + form_target);
  // Without any referrer a browser would not say either where a form was sent from.
  http::Headers headers{
      {"Content-Security-Policy", policy}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "same-origin"}};
  headers.insert(headers.end(), more.begin(), more.end());
  exchange.answer(status, "text/html; charset=utf-8", serve::page(title, body), headers);
}

void redirect(http::Exchange& exchange, const std::string& to) {
  exchange.answer(302, {{"Location", to}, {"Cache-Control", "no-store"}}, "");
}

bool wants_page(const http::Exchange& exchange) {
  return exchange.request().header("Accept").value_or("").find("text/html") != std::string_view::npos;
}

}  // namespace locker::service
