#include "connectors/example/auth.hpp"

/// Which ways of signing in the service offers: here only a token that the person makes there. The others
/// (device flow, consent page) are facts of lib/connector/sign_in.hpp too.
namespace locker::connectors::example {

connector::SignIn sign_in() {
  connector::SignIn ways;
  ways.pasted_token = {.what = "an access token", .instructions = "make one at https://example.invalid/tokens"};
  ways.tokens_last = true;
  return ways;
}

}  // namespace locker::connectors::example
