#include "lib/service/stream_exclusion.hpp"

#include "lib/auth/token_store.hpp"
#include "lib/connector/auth_command.hpp"
#include "lib/sync/api_client.hpp"
#include "lib/sync/selection.hpp"

namespace locker::service {
namespace {

std::string missing_scope(const Account& account, const connector::Stream& stream) {
  const auto credentials = auth::TokenStore(account.home(), account.id()).load();
  if (!credentials) return {};
  return sync::select_streams(account.connector(), {stream.name}, {{}, credentials->token.scopes})
      .front()
      .missing_scope;
}

}  // namespace

std::optional<StreamExclusion> exclusion_of(const Account& account, const connector::Stream& stream) {
  const std::string command =
      connector::auth_command(account.connector().id, account.id()) + " --streams +" + stream.name;
  if (const auto scope = missing_scope(account, stream); !scope.empty())
    return StreamExclusion{"the sign-in does not include " + scope, command, true};
  if (account.wants(stream)) return std::nullopt;
  return StreamExclusion{"not chosen" + (stream.off_because.empty() ? "" : ": " + stream.off_because),
                         command};
}

}  // namespace locker::service
