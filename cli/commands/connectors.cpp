#include "cli/commands/connectors.hpp"

#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "cli/output/prose.hpp"
#include "cli/output/table.hpp"
#include "lib/base/money.hpp"
#include "lib/serve/state/installation.hpp"
#include "lib/sign_in_state/sign_in_state.hpp"
#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using connector::Descriptor;
using connector::Stream;
using nlohmann::json;

/// Returns the accounts of a connector, and whether each is signed in.
std::vector<std::pair<std::string, bool>> accounts_of(const Descriptor& connector, const Context& context) {
  std::vector<std::pair<std::string, bool>> accounts;
  if (!context.home.exists()) return accounts;
  for (const auto& account : store::stored_accounts(store::Database::open_for_reading(context.home)))
    if (account.connector == connector.id)
      accounts.emplace_back(account.name,
                            auth::sign_in_state(context.home, account.name, context.clock.now()).signed_in);
  return accounts;
}

json stream_json(const Stream& stream) {
  return {{"stream", stream.name},
          {"title", stream.title},
          {"type", stream.type},
          {"scopes", stream.scopes},
          {"on_by_default", stream.on_by_default},
          {"off_because", stream.off_because.empty() ? json() : json(stream.off_because)},
          {"price_each", in_dollars(stream.price.each)},
          {"gap", stream.known_gap.empty() ? json() : json(stream.known_gap)}};
}

json connector_json(const Descriptor& connector, const Context& context) {
  json accounts = json::array();
  for (const auto& [name, signed_in] : accounts_of(connector, context))
    accounts.push_back({{"account", name}, {"signed_in", signed_in}});
  json streams = json::array();
  for (const auto& stream : connector.streams) streams.push_back(stream_json(stream));
  json types = json::array();
  for (const auto& type : connector.types) types.push_back(type.name);
  return {{"connector", connector.id}, {"title", connector.title}, {"description", connector.description},
          {"accounts", accounts},      {"types", types},           {"streams", streams}};
}

void show(const Descriptor& connector, Context& context) {
  tell(connector.id + ": " + connector.title + ", " + connector.description, context);
  const auto accounts = accounts_of(connector, context);
  if (accounts.empty()) context.out << "no account yet: locker auth " << connector.id << "\n";
  for (const auto& [name, signed_in] : accounts)
    context.out << "account " << text::printable(name) << ": " << (signed_in ? "signed in" : "not signed in")
                << "\n";
  Table table({"stream", "what", "each", "read"}, 1);
  table.align_right(2);
  for (const auto& stream : connector.streams)
    table.add({stream.name, stream.title,
               connector.charges() ? format_dollars(stream.price.each) : std::string("free"),
               stream.on_by_default ? "by default" : "if asked for: " + stream.off_because});
  table.print(context.out, context.out_terminal);
}

}  // namespace

int run_connectors(Context& context) {
  const auto services = serve::installed_services(context.home);
  if (context.json) {
    json all = json::array();
    for (const auto* connector : context.connectors.all()) all.push_back(connector_json(*connector, context));
    json others = json::array();
    for (const auto& service : services)
      others.push_back({{"id", service.id}, {"title", service.title}, {"source", service.source}});
    print_json({{"connectors", all}, {"services", others}}, context, 2);
    return 0;
  }
  for (const auto* connector : context.connectors.all()) show(*connector, context);
  for (const auto& service : services)
    context.out << text::printable(service.id) << ": " << text::printable(service.title) << ", of "
                << text::printable(service.source) << ", under \"locker serve\"\n";
  return 0;
}

}  // namespace locker::cli
