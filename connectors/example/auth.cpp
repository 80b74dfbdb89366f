#include "connectors/example/auth.hpp"

/// The sign-in methods of the service: here only a token that the user creates there. The other methods
/// (device flow, consent page) are declared by further facts of lib/connector/sign_in.hpp.
namespace locker::connectors::example {

connector::SignIn sign_in() {
  connector::SignIn ways;
  ways.pasted_token = {.what = "an access token",
                       .instructions = "make one at https://example.invalid/tokens"};
  ways.tokens_never_expire = true;
  return ways;
}

}  // namespace locker::connectors::example
