#include "cli/writer/auth_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "lib/auth/scopes.hpp"
#include "lib/base/join.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;

void report_as_json(const SignedIn& signed_in, Context& context) {
  const auto text_or_null = [](const std::string& text) { return text.empty() ? json() : json(text); };
  const auto& token = signed_in.credentials.token;
  json document{{"account", signed_in.account},
                {"connector", signed_in.connector.id},
                {"scopes", token.scopes.value_or(Names())}};
  document["user_id"] = text_or_null(signed_in.identity.user_id);
  document["handle"] = text_or_null(signed_in.identity.handle);
  document["expires"] = token.expires ? json(format_rfc3339(*token.expires)) : json();
  print_json(document, context);
}

void warn_of_left_out(const SignedIn& signed_in, const Names& granted, Context& context) {
  const auto needed = auth::needed_scopes(signed_in.connector, signed_in.settings.streams);
  const auto lacking = auth::missing_scopes(needed, signed_in.connector.sign_in, granted);
  if (!lacking.empty())
    context.err << "warning: the service did not grant " << text::printable(joined(lacking, ", "))
                << "; the streams that need it are left out\n";
}

void note_reduced_streams(const SignedIn& signed_in, const Names& granted, Context& context) {
  Names lacking, streams;
  for (const auto& stream : signed_in.connector.streams) {
    const auto less = auth::missing_scopes(stream.optional_scopes, signed_in.connector.sign_in, granted);
    if (less.empty() || !auth::is_chosen(stream, signed_in.settings.streams)) continue;
    streams.push_back(stream.name);
    for (const auto& scope : less)
      if (std::ranges::find(lacking, scope) == lacking.end()) lacking.push_back(scope);
  }
  if (!lacking.empty())
    context.err << "note: without " << joined(lacking, ", ") << " the service tells less of "
                << joined(streams, ", ") << "\n";
}

void warn_of_the_end(const SignedIn& signed_in, Context& context) {
  const auto& token = signed_in.credentials.token;
  const bool lasts = signed_in.connector.sign_in.tokens_never_expire && !token.expires;
  if (token.refresh.empty() && !lasts)
    context.err << "warning: there is no refresh token, so this sign-in ends with its access token"
                << (token.expires ? ", on " + format_rfc3339(*token.expires) : "") << "\n";
}

}  // namespace

void report(const SignedIn& signed_in, Context& context) {
  if (context.json) report_as_json(signed_in, context);
  if (context.quiet) return;
  const auto& [connector, account, settings, credentials, identity] = signed_in;
  context.err << "signed in"
              << (identity.handle.empty() ? "" : " as " + text::printable(connector.called(identity.handle)))
              << " (account " << account << ")\n";
  if (const auto& granted = credentials.token.scopes) {
    warn_of_left_out(signed_in, *granted, context);
    note_reduced_streams(signed_in, *granted, context);
  }
  warn_of_the_end(signed_in, context);
  context.err << "next: locker sync " << account << (connector.charges() ? " --dry-run" : "") << "\n";
}

}  // namespace locker::cli
