#include "cli/writer/owner_lookup.hpp"

#include "cli/writer/service_access.hpp"
#include "lib/auth/token_headers.hpp"
#include "lib/sync/session.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

constexpr std::chrono::seconds kLongestWaitForOwner{20};

}  // namespace

OwnerLookup::OwnerLookup(const connector::Descriptor& connector, const std::string& account,
                         http::Transport& transport, Context& context)
    : connector_(connector),
      account_(account),
      transport_(transport),
      context_(context),
      behaviour_(sync::make_connector(connector.id)) {}

std::optional<sync::Identity> OwnerLookup::take(auth::NewTokens& tokens, const std::string& dialect) {
  http::Waiter waiter(context_.clock, {.no_wait = false, .most = kLongestWaitForOwner}, nullptr);
  auth::TokenHeaders token_headers(transport_, connector_.sign_in);
  sync::Session session(token_headers, *behaviour_, tokens, waiter, api_base(connector_, context_));
  sync::ApiClient service(*behaviour_, session.transport(), nullptr, account_,
                          {api_base(connector_, context_), {}, {}, dialect}, context_.clock, context_.stop);
  try {
    look_ = sync::request_profile(service, session.meter());
  } catch (const Error& error) {
    sent_ = session.meter().sent;
    note_failure(error);
    return std::nullopt;
  }
  if (service.address().dialect != dialect) dialect_ = service.address().dialect;
  auth::Token& token = tokens.credentials().token;
  if (auto scopes = token_headers.scopes()) token.scopes = std::move(scopes);
  if (token_headers.expires() && !token.expires) token.expires = token_headers.expires();
  return look_->identity;
}

/// Must be called in the handler of `error`.
void OwnerLookup::note_failure(const Error& error) {
  if (error.kind() == ErrorKind::sign_in || error.kind() == ErrorKind::interrupted) throw;
  if (error.kind() == ErrorKind::malformed) unreadable_ = error;
  context_.err << "warning: whose account this is could not be learnt yet (" << text::printable(error.what())
               << (error.hint().empty() ? "" : "; " + error.hint()) << ")\n";
}

void OwnerLookup::keep(store::Writer& writer, bool keeps_profile) {
  const Instant now = context_.clock.now();
  if (dialect_) writer.set_dialect(account_, *dialect_);
  if (look_) (void)sync::keep_profile(*look_, *behaviour_, writer, account_, now, keeps_profile);
  if (unreadable_)
    (void)sync::charge_unparsed_profile(*unreadable_, *behaviour_, writer, account_, sent_, now);
}

}  // namespace locker::cli
