#include "connectors/github/auth.hpp"

#include "lib/base/trim.hpp"

/// Signing in to GitHub: the device flow through the user's own OAuth app, a personal access token, or gh's
/// token. Addresses and rules are from GitHub's documentation of OAuth apps and tokens.
namespace locker::connectors::github {
namespace {

constexpr char kInstructions[] =
    "GitHub lets a program in through an OAuth app. Make one of your own; it takes a minute, once:\n"
    "\n"
    "  1. Open {web}/settings/applications/new\n"
    "  2. Application name: locker. Homepage and callback address: http://127.0.0.1 (neither is used).\n"
    "  3. Tick \"Enable Device Flow\" and register the app.\n"
    "  4. Copy its client id. A client secret is not needed; with one (a shell takes it from a file of\n"
    "     yours that is named with --client-secret-file) signing out can revoke the sign-in by itself.\n"
    "\n"
    "Without an app, in a shell: \"locker auth github --token-stdin\" takes a personal access token, and\n"
    "\"locker auth github --from-gh\" the token that gh has. The least that can be given away is a\n"
    "fine-grained personal access token that may only read.\n";

constexpr char kTokenInstructions[] =
    "Make a personal access token:\n"
    "  fine-grained, which may only read what you say: {web}/settings/personal-access-tokens/new\n"
    "    for all repositories read access to Contents, Issues, Metadata and Pull requests, and for the\n"
    "    account to Followers, Gists, Profile, Starring and Watching, as far as you want them kept\n"
    "    (notifications are only for classic tokens)\n"
    "  classic: {web}/settings/tokens/new\n"
    "    with the scopes that the streams name in \"locker connectors\"\n";

constexpr char kByHand[] =
    "end it at {web}/settings/applications (of an app) or {web}/settings/tokens (a personal access token)";

/// Reads a one-line YAML scalar, plain or quoted.
std::string_view scalar(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return trimmed(text.substr(0, text.find(" #")));
}

}  // namespace

std::optional<std::string> token_in_hosts(std::string_view text, std::string_view host) {
  constexpr std::string_view kKey = "oauth_token:";
  bool in_host = false;
  std::size_t depth = 0;  // indentation of the host's own keys; those of its other users are deeper
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const std::string_view content = trimmed(line);
    if (content.empty() || content.front() == '#') continue;
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == 0) {
      in_host = content.ends_with(':') && scalar(content.substr(0, content.size() - 1)) == host;
      depth = 0;
      continue;
    }
    if (depth == 0) depth = indent;
    if (in_host && indent == depth && content.starts_with(kKey))
      return std::string(scalar(content.substr(kKey.size())));
  }
  return std::nullopt;
}

std::optional<std::string> web_of_api(std::string_view api_base) {
  constexpr std::string_view kScheme = "https://", kApi = "https://api.", kServer = "/api/v3";
  if (api_base.ends_with(kServer)) return std::string(api_base.substr(0, api_base.size() - kServer.size()));
  const std::string_view domain = api_base.starts_with(kApi) ? api_base.substr(kApi.size()) : "";
  const bool is_of_github =
      domain == "github.com" || (domain.ends_with(".ghe.com") && domain.find('/') == std::string_view::npos);
  return is_of_github ? std::optional(std::string(kScheme).append(domain)) : std::nullopt;
}

connector::SignIn sign_in() {
  connector::SignIn ways;
  ways.device_flow = {.code_path = "/login/device/code"};
  ways.pasted_token = {.what = "a personal access token, classic or fine-grained",
                       .instructions = kTokenInstructions};
  ways.borrowed_token = {.program = "gh",
                         .title = "GitHub's own command line",
                         .command = {"gh", "auth", "token", "--hostname", "{host}"},
                         .folder_variable = "GH_CONFIG_DIR",
                         .file = "gh/hosts.yml",
                         .token_in = &token_in_hosts};
  ways.web_base = "https://github.com";
  ways.web_variable = "LOCKER_GITHUB_WEB";
  ways.web_of_api = &web_of_api;
  ways.token_path = "/login/oauth/access_token";
  ways.app_revoke_path = "/applications/{client_id}/token";
  ways.app_revoke_headers = {{"X-GitHub-Api-Version", "2022-11-28"}};
  ways.manual_revoke_hint = kByHand;
  ways.secret_in_body = true;
  ways.wrong_client_hint =
      "check --client-id, and that \"Enable Device Flow\" is ticked in the app's settings";
  ways.tokens_never_expire = true;
  ways.granted_scopes_header = "X-OAuth-Scopes";
  ways.token_expiry_header = "GitHub-Authentication-Token-Expiration";
  // GitHub's own scopes, and "user", which also suffices to list the user's organizations.
  ways.scope_includes = {{"repo", "public_repo"},  {"repo", "notifications"}, {"user", "read:user"},
                         {"user", "user:email"},   {"user", "read:org"},      {"admin:org", "write:org"},
                         {"write:org", "read:org"}};
  ways.scope_reasons = {
      {"repo", "private repositories and what is in them; GitHub has no narrower scope that reads them"},
      {"read:user", "what only you see of your profile"},
      {"notifications", "your notifications"},
      {"gist", "your secret gists"},
      {"read:org", "organizations that do not show you as a member in public"}};
  ways.instructions = kInstructions;
  return ways;
}

}  // namespace locker::connectors::github
