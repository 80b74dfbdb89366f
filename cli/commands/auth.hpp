#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

struct AuthOptions {
  std::string connector;
  std::string account;  ///< empty: the connector's name
  std::string streams;  ///< `a,b`, or `+a,-b` relative to the current choice
  std::string client_id;
  std::string client_secret_file;
  std::string redirect_uri;
  std::string budget;  ///< dollars or `none`; empty: prompt, or the connector's default
  bool no_browser = false;
  bool token_stdin = false;
  bool token_is_ours = false;  ///< obtained by a sign-in on locker's own pages
  std::string borrow_from;     ///< program whose token is taken: `--from-gh`; empty: none
};
int run_auth(const AuthOptions& options, Context& context);

int run_auth_status(Context& context);

struct AuthAccountOptions {
  std::string account;
};
int run_auth_refresh(const AuthAccountOptions& options, Context& context);
int run_auth_logout(const AuthAccountOptions& options, Context& context);

}  // namespace locker::cli
