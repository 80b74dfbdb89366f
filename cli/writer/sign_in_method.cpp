#include "cli/writer/sign_in_method.hpp"

#include "cli/writer/sign_in.hpp"
#include "lib/base/error.hpp"

namespace locker::cli {
namespace {

using connector::SignIn;

/// A sign-in method and how it is chosen: the first method that the options name; otherwise the first default
/// method that the service has.
struct Entry {
  bool (*is_asked_for)(const AuthOptions&);  ///< null: a default, if the service has it
  bool (*is_offered)(const SignIn&, const AuthOptions&);
  SignInMethod way;
};

constexpr Entry kSignInMethods[] = {
    {[](const AuthOptions& options) { return options.token_stdin; },
     [](const SignIn& ways, const AuthOptions&) { return ways.pasted_token.has_value(); },
     {.needs_app = false, .origin = auth::Origin::pasted, .take = &take_pasted_token}},
    {[](const AuthOptions& options) { return !options.borrow_from.empty(); },
     [](const SignIn& ways, const AuthOptions& options) {
       return ways.borrowed_token && ways.borrowed_token->program == options.borrow_from;
     },
     {.needs_app = false, .origin = auth::Origin::borrowed, .take = &take_borrowed_token}},
    {nullptr,
     [](const SignIn& ways, const AuthOptions&) { return ways.device_flow.has_value(); },
     {.needs_app = true, .origin = auth::Origin::service, .take = &sign_in_by_device}},
    {nullptr,
     [](const SignIn& ways, const AuthOptions&) { return ways.authorization_code.has_value(); },
     {.needs_app = true, .origin = auth::Origin::service, .take = &sign_in_by_consent}},
};

std::string option_of(const AuthOptions& options) {
  return options.token_stdin ? "--token-stdin" : "--from-" + options.borrow_from;
}

/// Returns the commands that sign in to this service, for a hint.
std::string ways_of(const connector::Descriptor& connector) {
  const SignIn& ways = connector.sign_in;
  const std::string command = "locker auth " + connector.id;
  std::string text;
  const auto add = [&](bool offered, const std::string& option) {
    if (offered) text += (text.empty() ? "run \"" : " or \"") + command + option + "\"";
  };
  add(ways.device_flow || ways.authorization_code, "");
  add(ways.pasted_token.has_value(), " --token-stdin");
  if (ways.borrowed_token) add(true, " --from-" + ways.borrowed_token->program);
  return text;
}

void refuse_unusable_options(const AuthOptions& options, const connector::Descriptor& connector) {
  if (!options.redirect_uri.empty() && !connector.sign_in.authorization_code)
    throw Error(ErrorKind::usage, connector.id + " comes back to no address after a sign-in",
                "leave out --redirect-uri");
  const bool names_app = !options.client_id.empty() || !options.client_secret_file.empty();
  if (!options.borrow_from.empty() && names_app)
    throw Error(ErrorKind::usage, "a token of " + options.borrow_from + " belongs to its own app",
                "leave out --client-id and --client-secret-file, or --from-" + options.borrow_from);
}

}  // namespace

const SignInMethod& sign_in_method(const AuthOptions& options, const connector::Descriptor& connector) {
  refuse_unusable_options(options, connector);
  for (const auto& entry : kSignInMethods) {
    const bool asked_for = entry.is_asked_for && entry.is_asked_for(options);
    const bool offered = entry.is_offered(connector.sign_in, options);
    if (asked_for && !offered)
      throw Error(ErrorKind::usage, connector.id + " cannot be signed in to with " + option_of(options),
                  ways_of(connector));
    if (offered && (asked_for || !entry.is_asked_for)) return entry.way;
  }
  throw Error(ErrorKind::usage, connector.id + " has no sign-in of its own", ways_of(connector));
}

}  // namespace locker::cli
