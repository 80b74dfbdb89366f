#include "connectors/github/auth.hpp"

/// Signing in to GitHub: the device flow through an OAuth app, or a personal access token.
namespace locker::connectors::github {
namespace {

constexpr char kInstructions[] =
    "GitHub lets programs read through an OAuth app, or with a token that you make yourself.\n"
    "\n"
    "  A token:   make one at https://github.com/settings/tokens and give it with --token-stdin. A\n"
    "             fine-grained one can be limited to reading.\n"
    "  An app:    make one at https://github.com/settings/developers, tick \"Enable Device Flow\", and\n"
    "             give its client id with --client-id. It needs no secret.\n"
    "\n"
    "Reading costs nothing.\n";

}  // namespace

connector::SignIn sign_in() {
  connector::SignIn ways;
  ways.device_flow = connector::DeviceFlow{.code_path = "/login/device/code"};
  ways.pasted_token = {.what = "a personal access token",
                       .instructions = "make one at https://github.com/settings/tokens"};
  ways.web_base = "https://github.com";
  ways.web_variable = "LOCKER_GITHUB_WEB";
  ways.token_path = "/login/oauth/access_token";
  ways.revoke_by_hand = "https://github.com/settings/applications";
  ways.secret_in_body = true;
  ways.tokens_last = true;
  ways.granted_scopes_header = "X-OAuth-Scopes";
  ways.scope_includes = {{"repo", "notifications"},
                         {"user", "read:user"},
                         {"user", "read:org"},
                         {"admin:org", "read:org"},
                         {"write:org", "read:org"}};
  ways.scope_reasons = {{"repo", "private repositories; GitHub has no scope that only reads them"}};
  ways.instructions = kInstructions;
  return ways;
}

}  // namespace locker::connectors::github
