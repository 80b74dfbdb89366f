#include "lib/service/web_server.hpp"

#include "lib/base/error.hpp"
#include "lib/http/server/server.hpp"
#include "lib/serve/headers.hpp"

namespace locker::service {
namespace {

void not_found(http::Exchange& exchange, const std::string& message, const std::string& hint) {
  http::Parameters more;
  if (!hint.empty()) more.emplace("hint", hint);
  exchange.answer(404, "application/json", http::error_body("not-found", message, more));
}

}  // namespace

bool WebServer::is_from_core(const http::Exchange& exchange) const {
  return key_.empty() ||
         same_secret(exchange.request().header(serve::kKeyHeader).value_or(""), key_.reveal());
}

void WebServer::handle(http::Exchange& exchange) const {
  if (!is_from_core(exchange))
    return exchange.answer(403, "application/json",
                           http::error_body("refused", "here only core is answered: ask it"));
  try {
    for (const auto& endpoints : endpoints_)
      if (endpoints->answer(exchange)) return;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::gone || exchange.has_begun()) throw;
    return not_found(exchange, error.what(), error.hint());
  }
  not_found(exchange, "there is nothing at " + exchange.path(), {});
}

}  // namespace locker::service
