#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How one signs in to a service: which ways in it offers, and what is common to them. Facts, not
/// behaviour: the flows live in lib/auth, one grant a file, and what a service lacks is absent here.
/// In texts for a person `{web}` stands for the service's web address.
namespace locker::connector {

/// Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636): the person allows access on a page of
/// the service, which then leads the browser back to a loopback address.
struct AuthorizationCode {
  std::string authorize_url;       ///< default; an environment variable may replace it
  std::string authorize_variable;  ///< LOCKER_TWITTER_AUTHORIZE
  std::string redirect_uri;        ///< the address that the command line listens at
  std::string serve_redirect_uri;  ///< the one that `locker serve` uses, to be registered too
  int code_lifetime_s = 0;         ///< how long a code is good; 0: not said
};

/// Device authorization (RFC 8628): the person enters a code, which is shown here, on a page of the
/// service. Needs no secret of the app and no address to come back to.
struct DeviceFlow {
  std::string code_path;  ///< where a code is asked for, below the same base as the token endpoint
};

/// A token that the person makes at the service by hand (`--token-stdin`).
struct PastedToken {
  std::string what;          ///< "a personal access token"; in sentences
  std::string instructions;  ///< how to make one
};

/// A token of another program on this machine, taken only when asked for (`--from-gh`).
struct BorrowedToken {
  std::string program;               ///< "gh": the option is `--from-gh`
  std::string title;                 ///< "GitHub's own command line"; for help
  std::vector<std::string> command;  ///< prints the token; `{host}` stands for the service's host
  std::string folder_variable;       ///< names the program's configuration folder: GH_CONFIG_DIR
  std::string file;                  ///< below the person's configuration folder: gh/hosts.yml
  /// The token of `host` in that file's text, or none. Pure.
  std::optional<std::string> (*token_in)(std::string_view text, std::string_view host) = nullptr;
};

struct SignIn {
  /// The ways in. `locker auth` takes the first of these two that is there, unless it is told another.
  std::optional<DeviceFlow> device_flow;
  std::optional<AuthorizationCode> authorization_code;
  std::optional<PastedToken> pasted_token;
  std::optional<BorrowedToken> borrowed_token;

  /// Where the endpoints of sign-in are; empty: below the API's base address.
  std::string web_base;
  std::string web_variable;  ///< LOCKER_GITHUB_WEB
  std::string token_path;
  std::string revoke_path;  ///< RFC 7009, below the same base; empty: the service has none
  /// Revocation by the app that got the token (DELETE, signed with its secret), below the API's base;
  /// `{client_id}` stands for the app. Empty: the service has none.
  std::string app_revoke_path;
  /// {name, value} of headers that the API wants with it.
  std::vector<std::pair<std::string, std::string>> app_revoke_headers;
  std::string revoke_by_hand;         ///< where a person ends a token that cannot be revoked from here
  bool secret_in_body = false;        ///< the client's secret goes into the form, not into a header
  std::string wrong_client_hint;      ///< what to do when the service does not know the app
  std::string spent_token_words;      ///< how it refuses a refresh token where it has no code for that
  bool tokens_last = false;           ///< a token of which no end is told is good until it is revoked
  std::string granted_scopes_header;  ///< of every answer: what the token may read; empty: there is none
  std::string token_expiry_header;    ///< of every answer, where the token ends: when; empty: there is none

  std::vector<std::string> scopes;  ///< asked for always
  /// {wide, narrow}: who was granted the first has the second.
  std::vector<std::pair<std::string, std::string>> scope_includes;
  /// {scope, why it is asked for}, where that does not speak for itself.
  std::vector<std::pair<std::string, std::string>> scope_reasons;
  std::string introduction;  ///< printed once before anything is asked for
  std::string instructions;  ///< how to make the developer app
};

}  // namespace locker::connector
