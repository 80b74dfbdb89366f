#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The sign-in methods of a service and what they have in common. Facts only: the flows are in lib/auth, one
/// grant a file; a method that the service lacks is absent. In texts for the user, `{web}` stands for the
/// service's web address.
namespace locker::connector {

/// Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636): the user grants access on a page of the
/// service, which redirects the browser to a loopback address.
struct AuthorizationCode {
  std::string authorize_url;       ///< default; an environment variable may override it
  std::string authorize_variable;  ///< LOCKER_TWITTER_AUTHORIZE
  std::string redirect_uri;        ///< the loopback address on which `locker auth` listens
  std::string serve_redirect_uri;  ///< the one that `locker serve` uses; to be registered as well
  int code_lifetime_s = 0;         ///< lifetime of a code; 0: undocumented
};

/// Device authorization (RFC 8628): the user enters a code, which `locker` shows, on a page of the service.
/// Needs no client secret and no redirect URI.
struct DeviceFlow {
  std::string code_path;  ///< path of the device authorization endpoint, below the token endpoint's base
};

/// A token that the user creates at the service (`--token-stdin`).
struct PastedToken {
  std::string what;          ///< its name within a sentence: "a personal access token"
  std::string instructions;  ///< how to create one
};

/// A token of another program on this machine, used only on request (`--from-gh`).
struct BorrowedToken {
  std::string program;               ///< "gh": the option is `--from-gh`
  std::string title;                 ///< "GitHub's own command line"; for help
  std::vector<std::string> command;  ///< prints the token; `{host}` stands for the service's host
  std::string folder_variable;       ///< names the program's configuration folder: GH_CONFIG_DIR
  std::string file;                  ///< below the user's configuration folder: gh/hosts.yml
  /// Returns the token of `host` in the text of that file, if any. Pure.
  std::optional<std::string> (*token_in)(std::string_view text, std::string_view host) = nullptr;
};

struct SignIn {
  /// The methods. `locker auth` uses the first of these two that is present, unless an option names another.
  std::optional<DeviceFlow> device_flow;
  std::optional<AuthorizationCode> authorization_code;
  std::optional<PastedToken> pasted_token;
  std::optional<BorrowedToken> borrowed_token;

  /// Base address of the sign-in endpoints; empty: the API's base address.
  std::string web_base;
  std::string web_variable;  ///< LOCKER_GITHUB_WEB
  /// Returns that base address for an installation of the service whose API is at `api_base`; absent if it
  /// does not follow from that. Pure; null: it never does.
  std::optional<std::string> (*web_of_api)(std::string_view api_base) = nullptr;
  std::string token_path;
  std::string revoke_path;  ///< RFC 7009, below the same base; empty: none
  /// Revocation by the app that obtained the token (DELETE with its client secret), below the API's base;
  /// `{client_id}` stands for the app. Empty: none.
  std::string app_revoke_path;
  /// {name, value} of headers that the API requires with it.
  std::vector<std::pair<std::string, std::string>> app_revoke_headers;
  std::string manual_revoke_hint;     ///< where the user revokes a token that `locker` cannot revoke
  bool secret_in_body = false;        ///< the client secret is sent in the form, not in a header
  std::string wrong_client_hint;      ///< next step if the service does not know the client id
  std::string refused_token_message;  ///< the message that refuses a refresh token, if it has no error code
  bool tokens_never_expire = false;   ///< a token without an expiry is valid until revoked
  std::string granted_scopes_header;  ///< response header with the token's scopes; empty: none
  std::string token_expiry_header;    ///< response header with the token's expiry; empty: none

  std::vector<std::string> scopes;  ///< always requested
  /// {wide, narrow}: granting the first implies the second.
  std::vector<std::pair<std::string, std::string>> scope_includes;
  /// {scope, reason for requesting it}, where that is not obvious.
  std::vector<std::pair<std::string, std::string>> scope_reasons;
  std::string introduction;  ///< printed once before the first prompt
  std::string instructions;  ///< how to create the developer app
};

}  // namespace locker::connector
