#include "connectors/twitter/auth.hpp"

/// Signing in to X: OAuth 2.0 authorization code with PKCE through a developer app of the person's own,
/// the only way that X has; a token that was made elsewhere can be given as it is.
namespace locker::connectors::twitter {
namespace {

constexpr char kIntroduction[] =
    "Before you start: X gives everyone a free archive of their account. It reaches back to the first\n"
    "post, where the API ends at the newest 3,200, and making it takes X a day or more. So ask for it\n"
    "today, at https://x.com/settings/download_your_data\n";

constexpr char kInstructions[] =
    "X lets programs read only through a developer app, and reading your own data is cheapest through\n"
    "one that is yours. Make it once:\n"
    "\n"
    "  1. Sign in at https://console.x.com with the account you want to keep, and buy a few dollars "
    "of\n"
    "     credits (a spending limit can be set there as well).\n"
    "  2. Create an app. Its package must be \"Pay-per-use\" and its environment \"Production\";\n"
    "     otherwise X refuses even valid tokens (403, client-not-enrolled).\n"
    "  3. Under \"User authentication settings\" choose read access and the type of app:\n"
    "       Native App  a public client: only a client id\n"
    "       Web App     a confidential client: also a secret; a shell takes it from a file of yours\n"
    "                   that is named with --client-secret-file\n"
    "  4. Register as callback, exactly as it stands here:\n"
    "       http://127.0.0.1:8976/callback                  for this command\n"
    "       http://127.0.0.1:8042/Me/twitter/authComplete   for locker serve\n"
    "  5. Copy the client id of OAuth 2.0 (not the API key).\n"
    "\n"
    "What it costs: $0.001 for each post, like, bookmark, follower or list of your own, $0.005 for a\n"
    "post of the home timeline or a looked-up post, $0.010 for a direct message or a list's member.\n"
    "A first sync of 3,200 posts, 1,000 likes and 2,000 followers is about $6; a later one with\n"
    "nothing new about $0.04. \"locker sync twitter --dry-run\" says beforehand what it would be.\n";

connector::AuthorizationCode consent_page() {
  return {
      .authorize_url = "https://x.com/i/oauth2/authorize",
      .authorize_variable = "LOCKER_TWITTER_AUTHORIZE",
      .redirect_uri = "http://127.0.0.1:8976/callback",
      .serve_redirect_uri = "http://127.0.0.1:8042/Me/twitter/authComplete",
      .code_lifetime_s = 30,
  };
}

}  // namespace

connector::SignIn sign_in() {
  connector::SignIn ways;
  ways.authorization_code = consent_page();
  ways.pasted_token = {.what = "an access token of OAuth 2.0, or the answer of X's token endpoint",
                       .instructions = {}};
  ways.token_path = "/2/oauth2/token";
  ways.revoke_path = "/2/oauth2/revoke";
  ways.wrong_client_hint =
      "an app of type Web App needs --client-secret-file, one of type Native App must not have it";
  ways.refused_token_message = "Value passed for the token was invalid";
  ways.scopes = {"tweet.read", "users.read", "offline.access"};
  ways.introduction = kIntroduction;
  ways.instructions = kInstructions;
  return ways;
}

}  // namespace locker::connectors::twitter
