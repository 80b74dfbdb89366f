#include "cli/writer/sign_in.hpp"

#include <algorithm>

#include "cli/writer/prompt.hpp"
#include "cli/writer/service_access.hpp"
#include "lib/auth/authorization.hpp"
#include "lib/auth/borrowed_token.hpp"
#include "lib/auth/browser.hpp"
#include "lib/auth/device_flow.hpp"
#include "lib/auth/pkce.hpp"
#include "lib/base/error.hpp"
#include "lib/base/trim.hpp"
#include "lib/http/address.hpp"
#include "lib/http/callback_server.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

constexpr std::chrono::minutes kPatience{5};

Secret code_from_browser(const auth::Authorization& authorization, Context& context) {
  const std::string address = auth::address_of(authorization);
  http::CallbackServer callback(authorization.redirect_uri);
  context.err << "Allow access in the browser that opens, or open this address yourself:\n"
              << address << std::endl;
  auth::open_browser(address, context.environment);
  const auto query = callback.wait(context.clock, context.clock.now() + kPatience, context.stop);
  if (!query)
    throw Error(ErrorKind::sign_in,
                "no answer came to " + authorization.redirect_uri + " within five minutes",
                "run it again, or with --no-browser where the browser is on another machine");
  return auth::code_of_redirect(*query, authorization.state);
}

/// Returns ", within 30 seconds" if the service reports how long a code is valid.
std::string within(int seconds) {
  return seconds > 0 ? ", within " + std::to_string(seconds) + " seconds" : std::string();
}

Secret code_from_paste(const auth::Authorization& authorization, int code_lifetime_s, Context& context) {
  if (context.no_input && context.in_is_tty)
    throw Error(ErrorKind::usage, "--no-browser reads the code from the terminal, which --no-input forbids",
                "leave out one of them, or give the code through a pipe");
  context.err
      << "Open this address in any browser and allow access:\n"
      << auth::address_of(authorization) << "\n"
      << "The browser then goes to an address that it may not be able to open. Paste that address, or only "
         "the code in it"
      << within(code_lifetime_s) << ": " << std::flush;
  std::string line;
  std::getline(context.in, line);
  if (!context.in_is_tty) context.err << "\n";  // a terminal echoes the line break that was typed
  if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  return auth::code_of_paste(line, authorization.state);
}

void show_device_code(const auth::DeviceCode& code, bool no_browser, Context& context) {
  context.err << "Enter the code " << text::printable(code.user_code) << " at " << text::printable(code.page)
              << std::endl;
  if (!no_browser)
    auth::open_browser(code.page_and_code.empty() ? code.page : code.page_and_code, context.environment);
  if (context.err_terminal.is_tty) context.err << "Waiting until you have; Ctrl-C ends it.\n" << std::flush;
}

/// Strips what editors, pages and shells add around a token: white space, quotes, a byte order mark.
std::string_view bare(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF", kAround = " \t\r\n\"'`";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return trimmed(text, kAround);
}

/// Reads standard input to its end. Throws Error{usage} if it is longer than any token.
std::string whole_input(Context& context) {
  constexpr std::size_t kMost = 64 << 10;
  Secret text;
  for (std::string line; std::getline(context.in, line);) {
    text = Secret(text.reveal() + line + "\n");
    if (text.reveal().size() > kMost)
      throw Error(ErrorKind::usage, "what came on stdin is too long for a token",
                  "give the token alone, or the JSON of a token answer");
  }
  if (context.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
  return std::string(bare(text.reveal()));
}

auth::Token token_of(const Secret& text, Instant now) {
  const Error none(ErrorKind::usage, "what came on stdin is no token",
                   "give the token alone, or the JSON of a token answer");
  if (text.reveal().front() == '{') try {
      return auth::parse_token_answer(text.reveal(), now);
    } catch (const Error&) {
      throw none;
    }
  const auto is_strange = [](char c) { return c <= ' ' || c > '~' || c == '"' || c == '\''; };
  if (std::ranges::any_of(text.reveal(), is_strange))
    throw Error(ErrorKind::usage,
                std::string(none.what()) + ": blanks, quotes or signs that no token has stand within it",
                none.hint());
  auth::Token token;
  token.access = text;
  return token;
}

}  // namespace

auth::Token sign_in_by_consent(const SignInRequest& request, Context& context) {
  const auto& way = request.connector.sign_in.authorization_code.value();
  const auth::Pkce pkce = auth::make_pkce();
  const auth::Authorization authorization{
      authorize_url(way, context),
      request.client.id,
      request.redirect_uri.empty() ? way.redirect_uri : request.redirect_uri,
      request.scopes,
      auth::random_token(),
      pkce.challenge};
  const Secret code = request.options.no_browser
                          ? code_from_paste(authorization, way.code_lifetime_s, context)
                          : code_from_browser(authorization, context);
  try {
    return request.endpoint.exchange(request.client, code, authorization.redirect_uri, pkce.verifier,
                                     context.clock.now(), context.stop);
  } catch (const Error& error) {
    const bool is_refused = error.kind() == ErrorKind::sign_in || error.kind() == ErrorKind::malformed;
    if (!is_refused || !error.hint().empty()) throw;
    const std::string good_for =
        way.code_lifetime_s > 0 ? "for " + std::to_string(way.code_lifetime_s) + " seconds and once" : "once";
    throw Error(ErrorKind::sign_in, std::string("the sign-in was not completed: ") + error.what(),
                "a code is good " + good_for + "; run it again");
  }
}

auth::Token sign_in_by_device(const SignInRequest& request, Context& context) {
  const auth::DeviceCode code = auth::ask_for_device_code(request.endpoint, request.client, request.scopes,
                                                          context.clock, context.stop);
  show_device_code(code, request.options.no_browser, context);
  return auth::await_device_token(request.endpoint, request.client, code, context.clock, context.stop);
}

auth::Token take_pasted_token(const SignInRequest& request, Context& context) {
  const auto& way = request.connector.sign_in.pasted_token.value();
  if (may_ask(context) && !context.quiet)
    context.err << with_addresses(way.instructions, request.connector, context) << "Paste " << way.what
                << ", and end it with Ctrl-D on a line of its own:\n"
                << std::flush;
  const Secret text(whole_input(context));
  if (text.empty())
    throw Error(ErrorKind::usage, "there is no token on stdin", "give " + way.what + " on standard input");
  return token_of(text, context.clock.now());
}

auth::Token take_borrowed_token(const SignInRequest& request, Context& context) {
  const auto address = http::parse_address(sign_in_base(request.connector, context));
  auth::Token token;
  token.access =
      auth::borrow_token(request.connector.sign_in.borrowed_token.value(),
                         address ? address->host : std::string(), context.environment, context.stop);
  return token;
}

}  // namespace locker::cli
