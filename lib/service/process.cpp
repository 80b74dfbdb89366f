#include "lib/service/process.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "lib/base/stop.hpp"
#include "lib/http/server/server.hpp"
#include "lib/service/auth_and_run.hpp"
#include "lib/service/data_api.hpp"
#include "lib/service/locker_client.hpp"
#include "lib/service/process_info.hpp"
#include "lib/service/sign_in_pages.hpp"
#include "lib/service/sync_endpoints.hpp"
#include "lib/service/web_server.hpp"
#include "lib/service/webservice.hpp"

namespace locker::service {
namespace {

constexpr std::chrono::seconds kGrace{5};

/// Listens at the suggested port, or at any other if that is in use by now.
std::unique_ptr<http::Server> listen(http::ServerSettings settings, const http::Server::Handler& handler) {
  try {
    return std::make_unique<http::Server>(settings, handler);
  } catch (const Error&) {
    settings.port = 0;
    return std::make_unique<http::Server>(settings, handler);
  }
}

}  // namespace

// The startup sequence of "The Anatomy of a Connector", step by step (design 8). Core has started this
// process (1), and forwards held requests once it is ready (9).
void run_process(const ProcessTools& tools) {
  // 2: an empty web server; the webservice, so far with `/` only.
  Account account(tools.connector, tools.registry, tools.clock);
  WebServer web;
  web.load(make_webservice(account));

  // 3: core writes the process info.
  const ProcessInfo info = read_process_info(tools.in);
  web.expect(info.key);

  // 4: the working directory; the locker client; me.json.
  account.enter(info, tools.usual_home);
  LockerClient locker(tools.stop);
  locker.set_url(info.locker_url, account.id());

  // 5: the data access API, always available.
  web.load(make_data_api(account, tools.abilities.data));

  // 6 and 7: the sign-in endpoints until the sign-in is complete; then, or at once, the sync endpoints.
  const Commands commands = tools.commands(account);
  const SyncSchedule schedule(account, locker, tools.log);
  AuthAndRun* auth = nullptr;
  auth = &web.load(std::make_unique<AuthAndRun>(
      account,
      make_sign_in_pages({account, commands, tools.sign_in, tools.clock, [&] { auth->look(); }, tools.stop}),
      make_sync_endpoints(account, commands, schedule, tools.abilities.sync), [&] { schedule.begin(); }));

  // 8: listens, and reports its port: ready.
  const auto note = [&](const std::string& what) { tools.log << what + "\n" << std::flush; };
  const auto server = listen({.port = info.port, .on_fault = note}, [&](http::Exchange& exchange) {
    auth->look();
    web.handle(exchange);
  });
  tools.out << nlohmann::json{{"port", server->port()}}.dump() << std::endl;

  wait_for_stop(tools.stop);
  server->stop(kGrace);
}

}  // namespace locker::service
