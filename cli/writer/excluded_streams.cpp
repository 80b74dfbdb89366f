#include "cli/writer/excluded_streams.hpp"

#include <algorithm>

#include "lib/store/status.hpp"

namespace locker::cli {
namespace {

/// True for a stream of the connector that the choice excludes; other entries of the ledger are not streams.
bool is_left_out(const store::StreamName& name, const connector::Descriptor& connector,
                 const auth::AccountSettings& settings) {
  return connector.stream(name.name) && settings.streams &&
         std::ranges::find(*settings.streams, name.name) == settings.streams->end();
}

}  // namespace

void clear_excluded_errors(store::Writer& writer, const std::string& account, const auth::AccountSettings& settings,
                     const Context& context) {
  const auto* connector = context.connectors.find(settings.connector);
  const Instant now = context.clock.now();
  const auto all = store::status(store::Database::open_for_reading(context.home), now);
  const auto found = std::ranges::find(all, account, &store::AccountStatus::account);
  if (!connector || found == all.end()) return;
  for (const auto& one : found->streams) {
    const auto slash = std::min(one.stream.find('/'), one.stream.size());
    const store::StreamName name{one.stream.substr(0, slash),
                                 one.stream.substr(std::min(slash + 1, one.stream.size()))};
    if (one.outcome && one.outcome->failed() && is_left_out(name, *connector, settings))
      writer.end_run(writer.begin_run(account, name, now), {.outcome = store::RunOutcome::skipped()}, now);
  }
}

}  // namespace locker::cli
