#include "cli/writer/developer_app.hpp"

#include <algorithm>
#include <filesystem>

#include "cli/writer/prompt.hpp"
#include "cli/writer/service_access.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/trim.hpp"

namespace locker::cli {
namespace {

using connector::Descriptor;
using connector::Stream;

std::string padded(std::string text) {
  text.resize(std::max<std::size_t>(text.size() + 1, 18), ' ');
  return text;
}

std::string scopes_of_one(const Stream& stream) {
  std::string text;
  for (const auto* scopes : {&stream.scopes, &stream.optional_scopes})
    for (const auto& scope : *scopes) text.append(text.empty() ? "" : " ").append(scope);
  return text.empty() ? "-" : text;
}

std::string why_not_chosen(const Stream& stream) {
  return "   (not read unless --streams +" + stream.name +
         (stream.off_because.empty() ? "" : ": " + stream.off_because) + ")";
}

void explain_scopes(const Descriptor& connector, const auth::AccountSettings& settings, Context& context) {
  context.err << "\nWhat will be asked for, by stream:\n";
  for (const auto& stream : connector.streams)
    context.err << "  " << padded(stream.name) << scopes_of_one(stream)
                << (auth::is_chosen(stream, settings.streams) ? "" : why_not_chosen(stream)) << "\n";
  const auto asked = auth::scopes_of(connector, settings.streams);
  for (const auto& [scope, reason] : connector.sign_in.scope_reasons)
    if (std::ranges::find(asked, scope) != asked.end())
      context.err << "  " << padded(scope) << "is for " << reason << "\n";
}

/// Returns the sign-in methods that need no app, for a hint.
std::string without_app(const connector::SignIn& ways) {
  std::string text;
  if (ways.pasted_token) text += ", or give a token with --token-stdin";
  if (ways.borrowed_token)
    text +=
        ", or take that of " + ways.borrowed_token->program + " with --from-" + ways.borrowed_token->program;
  return text;
}

Secret read_secret(const std::string& file, Context& context) {
  namespace fs = std::filesystem;
  const auto text = read_file(file);
  if (!text)
    throw Error(ErrorKind::usage, "there is no file " + file, "name the file that holds the client secret");
  const std::string_view secret = trimmed(*text);
  if (secret.empty()) throw Error(ErrorKind::usage, file + " is empty");
  constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
  if ((fs::status(file).permissions() & kOthers) != fs::perms::none)
    context.err << "warning: others can read " << file << "; run \"chmod 600 " << file << "\"\n";
  return Secret(std::string(secret));
}

}  // namespace

void choose_developer_app(const Descriptor& connector, auth::AccountSettings& settings, Context& context) {
  if (!settings.client_id.empty()) return;
  if (!context.quiet) {
    context.err << with_addresses(connector.sign_in.instructions, connector, context);
    explain_scopes(connector, settings, context);
  }
  if (!may_ask(context))
    throw Error(ErrorKind::usage, "the client id of your developer app is not known",
                "name it with --client-id, or run this in a terminal" + without_app(connector.sign_in));
  settings.client_id = ask("\nClient id: ", context);
  if (settings.client_id.empty())
    throw Error(ErrorKind::usage, "no client id was given", "run it again" + without_app(connector.sign_in));
  if (!settings.client_secret_file.empty() || !connector.sign_in.authorization_code) return;
  const std::string file = ask("File with the client secret (nothing if the app has none): ", context);
  if (!file.empty()) settings.client_secret_file = std::filesystem::absolute(file).string();
}

auth::Client client_of(const auth::AccountSettings& settings, Context& context) {
  auth::Client client{settings.client_id, {}};
  if (!settings.client_secret_file.empty()) client.secret = read_secret(settings.client_secret_file, context);
  return client;
}

}  // namespace locker::cli
