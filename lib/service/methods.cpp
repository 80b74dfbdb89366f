#include "lib/service/methods.hpp"

#include "lib/http/server/server.hpp"

namespace locker::service {

bool allows(http::Exchange& exchange, std::string_view methods) {
  if (http::lists_token({{"Allow", std::string(methods)}}, "Allow", exchange.method())) return true;
  exchange.answer(405, "application/json",
                  http::error_body("method", std::string(exchange.method()) + " is not for this address"),
                  {{"Allow", std::string(methods)}});
  return false;
}

}  // namespace locker::service
