#include "lib/serve/core.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <random>

#include "lib/base/error.hpp"
#include "lib/base/percent.hpp"
#include "lib/http/address.hpp"
#include "lib/http/server/server.hpp"
#include "lib/serve/access_control.hpp"
#include "lib/serve/archive_api.hpp"
#include "lib/serve/caller_limiter.hpp"
#include "lib/serve/core_api.hpp"
#include "lib/serve/event_stream.hpp"
#include "lib/serve/forwarder.hpp"
#include "lib/serve/launch_planner.hpp"
#include "lib/serve/openapi.hpp"
#include "lib/serve/pages.hpp"
#include "lib/serve/reconciler.hpp"
#include "lib/serve/route.hpp"
#include "lib/serve/scheduled_call_runner.hpp"
#include "lib/serve/words.hpp"

namespace locker::serve {
namespace {

constexpr std::array<std::string_view, 7> kMethods{"GET",   "HEAD",   "POST",   "PUT",
                                                   "PATCH", "DELETE", "OPTIONS"};
constexpr std::chrono::milliseconds kServiceGrace{500}, kLastAnswers{600};

double random_spread() {
  thread_local std::mt19937 random{std::random_device{}()};
  return std::uniform_real_distribution<double>(-1, 1)(random);
}

}  // namespace

/// All parts, in the order of their construction; they are destroyed in the reverse order.
struct Core::State {
  State(const CoreSettings& chosen, const connector::Registry& registry, const Clock& system_clock,
        RunLine run_line, const std::stop_token& stop)
      : settings(chosen),
        offered(registry),
        clock(system_clock),
        diary(settings.home.root() / "Me", clock,
              [this](std::string text) { return access_control.hidden(std::move(text)); }),
        supervisor(
            settings.program, settings.guardian_arguments, settings.supervisor,
            [this](const std::string& id, int port) { return launch_planner.plan(id, port); }, observer()),
        server(http::ServerSettings{.host = http::without_brackets(settings.host),
                                    .port = settings.port,
                                    .sockets = settings.sockets,
                                    .on_fault = complain()}),
        callers(server.places()),
        access_control(settings.home, {http::in_address(settings.host), server.port(), settings.no_auth}),
        services(settings.home, access_control.base(), settings.scanned_folders, registry, complain(), stop),
        launch_planner(settings.home, settings.program, services, access_control),
        schedule(settings.home.schedule(), clock, random_spread),
        listeners(settings.home.root() / "Me" / "listeners.json"),
        reconciler({settings.home, clock, services, schedule, supervisor, diary,
                    [this](const std::string& id) { deafen_all(id); }}),
        feed(
            settings.home, [this] { reconciler.reconcile(); }, complain()),
        publisher(settings.home, registry, clock),
        forwarder({supervisor, access_control, diary}, settings.proxy, stopping.get_token()),
        deliveries(settings.home, listeners, feed, supervisor, diary, settings.proxy.first_byte),
        core_api({services, supervisor, schedule, diary, deliveries, feed, publisher, clock}),
        bodies(settings.home.root()),
        archive_api(std::move(run_line), {settings.home, services, schedule, supervisor},
                    stopping.get_token()) {
    reconciler.reconcile();
    call_runner.emplace(schedule, supervisor, diary, clock, [this](const std::string& id) {
      const auto service = services.find(id);
      return service && service->native;
    });
    server.start([this](http::Exchange& exchange) { handle(exchange); });
  }

  Complaint complain() {
    return [this](const std::string& what) { diary.log(kCoreItself, what); };
  }

  void deafen_all(const std::string& service) {
    for (const auto& one : listeners.all())
      if (one.service == service) deliveries.deafen(one.type, one.service, one.callback);
  }

  SupervisorObserver observer() {
    return {.started = [this](const std::string& id, pid_t,
                              int port) { diary.log(id, "runs at port " + std::to_string(port)); },
            .ended =
                [this](const std::string& id, const std::string& how) {
                  access_control.revoke(id);
                  diary.log(id, how);
                },
            .failed =
                [this](const std::string& id, const std::string& why) {
                  access_control.revoke(id);
                  diary.write(id, why);
                },
            .log = [this](const std::string& id, std::string_view line) { diary.log(id, std::string(line)); },
            .stormed = [this](const std::string& id) { diary.write(id, "writes more lines than are kept"); }};
  }

  void handle(http::Exchange& exchange) {
    const auto& head = exchange.request();
    const Access access = access_control.check({head.method, head.target, head.headers});
    if (exchange.path() == "/login" && access.status != 421 && access.status != 403) return log_in(exchange);
    if (access.status != 0) return refuse(exchange, access);
    if (std::ranges::find(kMethods, exchange.method()) == kMethods.end() || head.header("Upgrade"))
      return exchange.answer(501, "application/json",
                             http::error_body("not-implemented", "not by this server"));
    const auto mark = std::min(access.target.find('?'), access.target.size());
    Request request{.exchange = exchange,
                    .service = access.service,
                    .target = access.target,
                    .path = percent_decode(access.target.substr(0, mark), false).value_or("/"),
                    .query = std::string_view(access.target).substr(std::min(mark + 1, access.target.size())),
                    .id = {},
                    .body = {}};
    admit(request);
  }

  static bool is_for_service(const Request& request) {
    return request.path == "/Me" || request.path.starts_with("/Me/");
  }

  /// Rejects a service's request beyond its share of core before looking at it.
  void admit(Request& request) {
    if (request.service.empty()) return dispatch(request);
    const auto permit = callers.enter(request.service, is_for_service(request), stopping.get_token());
    if (permit) return dispatch(request);
    if (callers.is_worth_a_report(request.service))
      diary.write(request.service, "requests are refused with 503: too many at once");
    request.exchange.answer(503, "application/json",
                            http::error_body("busy", request.service + " has too many requests under way",
                                             {{"service", request.service}}),
                            {{"Retry-After", "1"}});
  }

  void log_in(http::Exchange& exchange) {
    const auto parameters = http::parse_form(exchange.request().query());
    const auto key = parameters.find("key");
    const auto cookie = key == parameters.end() || exchange.method() != "GET"
                            ? std::nullopt
                            : access_control.sign_in(key->second);
    if (!cookie) return answer_page(exchange, 403, refused_page(access_control.base() + "/"));
    exchange.answer(303, {{"Location", "/"}, {"Set-Cookie", *cookie}, {"Cache-Control", "no-store"}}, "");
  }

  void refuse(http::Exchange& exchange, const Access& access) {
    if (access.status == 401 && exchange.method() == "GET" && wants_page(exchange))
      return answer_page(exchange, 401, refused_page(access_control.base() + exchange.request().target));
    http::Headers more;
    if (access.status == 401) more.emplace_back("WWW-Authenticate", "Bearer");
    exchange.answer(access.status, "application/json", http::error_body("refused", access.reason), more);
  }

  void dispatch(Request& request) {
    if (request.path.starts_with("/core/")) request.body = bodies.read(request.exchange);
    if (is_for_service(request)) return pass_to_service(request);
    std::string allowed;
    for (const auto& route : kRoutes) {
      if (!matches(route.path, request)) continue;
      const auto method = request.exchange.method() == "HEAD" ? "GET" : request.exchange.method();
      if (route.methods.find(method) != std::string_view::npos) return (this->*route.handler)(request);
      allowed = route.methods;
    }
    if (allowed.empty())
      return request.exchange.answer(404, "application/json",
                                     http::error_body("not-found", "there is nothing here"));
    request.exchange.answer(405, "application/json", http::error_body("method", "this takes other methods"),
                            {{"Allow", allow_list(allowed)}});
  }

  /// Step 9, and all later requests: forwards `/Me/<id>/rest?query` to the service as `/rest?query`.
  void pass_to_service(Request& request) {
    constexpr std::string_view kMe = "/Me/";
    const std::string below = request.target.starts_with(kMe) ? request.target.substr(kMe.size()) : "";
    const auto end = std::min(below.find_first_of("/?"), below.size());
    const std::string id = percent_decode(below.substr(0, end), false).value_or("");
    const auto service = services.find(id);
    if (!service)
      return request.exchange.answer(404, "text/plain; charset=utf-8", "so sad, couldn't find " + id);
    const std::string rest = below.substr(end);
    if (service->native && request.exchange.method() == "POST" && answer_for_native(request, id, rest))
      return;
    forwarder.pass_on(request, id, rest.starts_with('/') ? rest : "/" + rest);
  }

  /// Handles the user's operations on an account's schedule.
  bool answer_for_native(Request& request, const std::string& id, const std::string& rest) {
    request.id = id;
    if (rest == "/pause") return core_api.pause(request), true;
    if (rest == "/resume") return core_api.resume(request), true;
    return false;
  }

  // Routes that only forward.
  void map(Request& r) { core_api.map(r); }
  void providers(Request& r) { core_api.providers(r); }
  void read_diary(Request& r) { core_api.read_diary(r); }
  void at(Request& r) { core_api.at(r); }
  void install(Request& r) {
    core_api.install(r);
    reconciler.reconcile_services();
  }
  void write_diary(Request& r) { core_api.write_diary(r); }
  void listen(Request& r) { core_api.listen(r); }
  void deafen(Request& r) { core_api.deafen(r); }
  void event(Request& r) { core_api.event(r); }
  void pause(Request& r) { core_api.pause(r); }
  void resume(Request& r) { core_api.resume(r); }
  void run_now(Request& r) { core_api.run_now(r); }
  void query(Request& r) { archive_api.query(r); }
  void history(Request& r) { archive_api.history(r); }
  void status(Request& r) { archive_api.status(r); }
  void connectors(Request& r) { archive_api.connectors(r); }
  void events(Request& r) { stream_events(r.exchange, feed, streams_end.get_token()); }
  void openapi(Request& r) {
    r.exchange.answer(200, "application/json", openapi_document(settings.service_routes));
  }
  void overview(Request& r) {
    Overview overview{.now = clock.now(),
                      .status = archive_api.status_object(),
                      .words = r.parameter("q"),
                      .hits = Object::array(),
                      .trouble = {}};
    const auto installed = services.installed();
    for (const auto* connector : offered.all())
      if (std::ranges::find(installed, connector, &Service::native) == installed.end())
        overview.status["connectors"].push_back({{"id", connector->id}, {"title", connector->title}});
    try {
      if (!overview.words.empty())
        overview.hits = archive_api.rows(
            {"query", "--json", "--limit=50", "--fields=time,author,name,text,id,url", "--", overview.words});
    } catch (const Error& error) {
      overview.trouble = error.what();
    }
    answer_page(r.exchange, 200, overview_page(overview));
  }

  struct Route {
    std::string_view methods, path, parameters;
    void (State::*handler)(Request&);
  };
  static constexpr std::array<Route, 19> kRoutes{
      {{"GET", "/", "q", &State::overview},
       {"GET", "/map", "", &State::map},
       {"GET", "/providers", "types", &State::providers},
       {"GET", "/diary", "log", &State::read_diary},
       {"GET POST", "/core/:id/at", "at cb", &State::at},
       {"POST", "/core/:id/install", "srcdir", &State::install},
       {"GET POST", "/core/:id/diary", "message level", &State::write_diary},
       {"GET POST", "/core/:id/listen", "type cb", &State::listen},
       {"GET POST", "/core/:id/deafen", "type cb", &State::deafen},
       {"POST", "/core/:id/event", "type obj", &State::event},
       {"POST", "/core/:id/pause", "", &State::pause},
       {"POST", "/core/:id/resume", "", &State::resume},
       {"POST", "/core/:id/run", "", &State::run_now},
       {"GET", "/query", "", &State::query},
       {"GET", "/history", "", &State::history},
       {"GET", "/status", "", &State::status},
       {"GET", "/connectors", "", &State::connectors},
       {"GET", "/events", "after Last-Event-ID", &State::events},
       {"GET", "/openapi.json", "", &State::openapi}}};

  /// Waits up to `grace` for requests in progress. Then releases held requests and ends the services, which
  /// answers requests to unresponsive services, and aborts the rest. A scheduled sync continues until its
  /// service is asked to end, which it handles like Ctrl-C.
  void stop(std::chrono::milliseconds grace) {
    const auto services_end = std::chrono::steady_clock::now() + grace + kServiceGrace;
    call_runner.reset();
    streams_end.request_stop();  // event streams never end by themselves
    {
      const std::jthread cut([this, grace](const std::stop_token& done) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, done, grace, [] { return false; });
        stopping.request_stop();
        supervisor.end(kServiceGrace);
      });
      server.stop(grace + kLastAnswers, grace);
    }
    supervisor.end(std::max(kServiceGrace, std::chrono::duration_cast<std::chrono::milliseconds>(
                                               services_end - std::chrono::steady_clock::now())));
  }

  CoreSettings settings;
  const connector::Registry& offered;
  const Clock& clock;
  std::stop_source streams_end, stopping;
  Diary diary;
  Supervisor supervisor;
  http::Server server;
  CallerLimiter callers;
  AccessControl access_control;
  Services services;
  LaunchPlanner launch_planner;
  Schedule schedule;
  Listeners listeners;
  Reconciler reconciler;
  ChangeFeed feed;
  Publisher publisher;
  Forwarder forwarder;
  Deliveries deliveries;
  CoreApi core_api;
  BodyReader bodies;
  ArchiveApi archive_api;
  std::optional<ScheduledCallRunner> call_runner;
};

Core::Core(const CoreSettings& settings, const connector::Registry& connectors, const Clock& clock,
           RunLine run_line, const std::stop_token& stop)
    : state_(std::make_unique<State>(settings, connectors, clock, std::move(run_line), stop)) {}

CoreSettings Core::with_port(CoreSettings settings) {
  if (settings.sockets.empty())
    settings.sockets = http::listen_at(http::without_brackets(settings.host), settings.port);
  return settings;
}

Core::~Core() { stop(std::chrono::milliseconds{0}); }

std::vector<RouteName> Core::routes() {
  std::vector<RouteName> all;
  for (const auto& route : State::kRoutes) {
    auto parameters = parameters_of(route.path.substr(1));  // those of the command with the same name, if
                                                            // there is one
    for (const auto& name : words_of(route.parameters)) parameters.push_back(name);
    all.push_back({route.methods, route.path, std::move(parameters)});
  }
  all.push_back({"GET", "/login", {"key"}});
  all.push_back({"GET HEAD POST PUT PATCH DELETE OPTIONS", "/Me/:id/:path", {}});
  return all;
}

int Core::port() const { return state_->server.port(); }
std::string Core::base() const { return state_->access_control.base(); }
std::string Core::one_time_address() const { return state_->access_control.one_time_address(); }
void Core::stop(std::chrono::milliseconds grace) { state_->stop(grace); }

}  // namespace locker::serve
