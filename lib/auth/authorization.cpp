#include "lib/auth/authorization.hpp"

#include "lib/base/error.hpp"
#include "lib/base/join.hpp"
#include "lib/base/trim.hpp"
#include "lib/http/address.hpp"
#include "lib/http/message.hpp"

namespace locker::auth {
std::string address_of(const Authorization& authorization) {
  const char separator = authorization.authorize_url.find('?') == std::string::npos ? '?' : '&';
  return authorization.authorize_url + separator +
         http::form_encode({{"response_type", "code"},
                            {"client_id", authorization.client_id},
                            {"redirect_uri", authorization.redirect_uri},
                            {"scope", joined(authorization.scopes)},
                            {"state", authorization.state},
                            {"code_challenge", authorization.challenge},
                            {"code_challenge_method", "S256"}});
}

Secret code_of_redirect(std::string_view query, std::string_view state) {
  if (http::query_value(query, "state").value_or("") != state)
    throw Error(ErrorKind::sign_in, "the answer does not belong to this sign-in (its state is another one)",
                "run it again, and use only the address that it prints");
  if (const auto error = http::query_value(query, "error")) {
    if (*error == "access_denied") throw Error(ErrorKind::sign_in, "access was denied at the service");
    throw Error(ErrorKind::sign_in, "the service refused the sign-in: " + *error + " " +
                                        http::query_value(query, "error_description").value_or(""));
  }
  const auto code = http::query_value(query, "code");
  if (!code || code->empty()) throw Error(ErrorKind::sign_in, "the answer holds no code", "run it again");
  return Secret(*code);
}

Secret code_of_paste(std::string_view text, std::string_view state) {
  text = trimmed(text, " \t\r\n\"'<>");
  if (text.empty()) throw Error(ErrorKind::sign_in, "nothing was pasted", "run it again");
  if (const auto question = text.find('?'); question != std::string_view::npos)
    return code_of_redirect(text.substr(question + 1, text.find('#') - question - 1), state);
  if (text.find("code=") != std::string_view::npos || text.find("error=") != std::string_view::npos)
    return code_of_redirect(text, state);
  if (text.find_first_of(" \t/") != std::string_view::npos)
    throw Error(ErrorKind::sign_in, "that is neither the redirected address nor a code", "run it again");
  return Secret(std::string(text));
}

}  // namespace locker::auth
