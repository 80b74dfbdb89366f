#include "cli/writer/sign_in.hpp"

#include "lib/auth/authorization.hpp"
#include "lib/auth/browser.hpp"
#include "lib/auth/pkce.hpp"
#include "lib/base/error.hpp"
#include "lib/http/callback_server.hpp"

namespace locker::cli {
namespace {

constexpr std::chrono::minutes kPatience{5};

Secret code_from_browser(const Consent& consent, const std::string& address, const std::string& state,
                         Context& context) {
  http::CallbackServer callback(consent.redirect_uri);
  context.err << "Allow access in the browser that opens, or open this address yourself:\n"
              << address << std::endl;
  auth::open_browser(address, context.environment);
  const auto query = callback.wait(context.clock, context.clock.now() + kPatience, context.stop);
  if (!query)
    throw Error(ErrorKind::sign_in, "no answer came to " + consent.redirect_uri + " within five minutes",
                "run it again, or with --no-browser where the browser is on another machine");
  return auth::code_of_redirect(*query, state);
}

Secret code_from_paste(const std::string& address, const std::string& state, Context& context) {
  if (context.no_input && context.in_is_tty)
    throw Error(ErrorKind::usage, "--no-browser reads the code from the terminal, which --no-input forbids",
                "leave out one of them, or give the code through a pipe");
  context.err
      << "Open this address in any browser and allow access:\n"
      << address << "\n"
      << "The browser then goes to an address that it may not be able to open. Paste that address, or only "
         "the code in it, within 30 seconds: "
      << std::flush;
  std::string line;
  std::getline(context.in, line);
  if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  return auth::code_of_paste(line, state);
}

}  // namespace

auth::Token ask_for_consent(const Consent& consent, auth::TokenEndpoint& endpoint, Context& context) {
  const auth::Pkce pkce = auth::make_pkce();
  const std::string state = auth::random_token();
  const std::string address = auth::address_of({consent.authorize_url, consent.client.id,
                                                consent.redirect_uri, consent.scopes, state, pkce.challenge});
  const Secret code = consent.no_browser ? code_from_paste(address, state, context)
                                         : code_from_browser(consent, address, state, context);
  try {
    return endpoint.exchange(consent.client, code, consent.redirect_uri, pkce.verifier, context.clock.now(),
                             context.stop);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::sign_in || !error.hint().empty()) throw;
    throw Error(ErrorKind::sign_in, std::string("the sign-in was not completed: ") + error.what(),
                "a code is good for 30 seconds and once; run it again");
  }
}

auth::Token read_token(Context& context) {
  std::string text;
  for (std::string line; std::getline(context.in, line);) text += line + "\n";
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) throw Error(ErrorKind::usage, "there is no token on stdin");
  text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  if (text.front() == '{') return auth::parse_token_answer(text, context.clock.now());
  if (text.find_first_of(" \t\r\n\"'") != std::string::npos)
    throw Error(ErrorKind::usage, "what came on stdin is no token",
                "give the access token alone, or the JSON of a token answer");
  auth::Token token;
  token.access = Secret(text);
  return token;
}

}  // namespace locker::cli
