#include "lib/serve/core_api.hpp"

#include <charconv>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"
#include "lib/http/server/server.hpp"
#include "lib/serve/pages.hpp"
#include "lib/serve/state/declared_calls.hpp"

namespace locker::serve {
namespace {

const http::Headers kForAll{{"Content-Type", "text/javascript"}, {"Access-Control-Allow-Origin", "*"}};
constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kThanks[] = "OKTHXBI";

/// Parses seconds since 1970, with an optional fraction; absent if invalid. Later times are limited to the
/// last valid date.
std::optional<Instant> time_of_seconds(const std::string& seconds) {
  double number = 0;
  const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), number);
  if (error != std::errc() || end != seconds.data() + seconds.size() || !std::isfinite(number))
    return std::nullopt;
  constexpr double kLast = 253'402'300'799;  // the end of the year 9999, the last that RFC 3339 can represent
  constexpr double kMillis = 1'000;
  return from_millis(static_cast<std::int64_t>(std::clamp(number, 0.0, kLast) * kMillis));
}

std::string with_slash(const std::string& path) { return path.starts_with('/') ? path : "/" + path; }

/// Returns a parameter of a diary entry as the JSON value that was sent; a query and a form send text. A
/// value of which the diary does not keep all is text: parsed it may take fifty times its size.
Object value_of(const CoreParameters& parameters, const std::string& name) {
  const auto spelled = parameters.spelled.find(name);
  if (spelled == parameters.spelled.end()) return *parameters.find(name);
  const bool is_text = spelled->second.starts_with('"');
  if (!is_text && spelled->second.size() > Diary::kLongestMessage) return std::string(spelled->second);
  Object value = foreign::read_in_order(spelled->second);
  return value.is_discarded() ? Object(std::string(spelled->second)) : value;  // a number beyond any type
}

bool has(const CoreParameters& parameters, const std::string& name) {
  return parameters.spelled.contains(name) || parameters.find(name);
}

/// True for values that are false in JavaScript.
bool is_falsy(const Object& value) { return value.is_null() || value == false || value == 0 || value == ""; }

/// Returns the level of a diary entry: 0 if there is none, as in 2011. Text becomes a number only where
/// numbers cannot be sent, in a query and a form.
Object level_of(const CoreParameters& parameters) {
  if (!has(parameters, "level")) return 0;
  Object level = value_of(parameters, "level");
  if (is_falsy(level)) return 0;
  if (parameters.spelled.contains("level")) return level;
  Object number = foreign::read_in_order(level.get_ref<const std::string&>());
  return number.is_number() ? number : level;
}

constexpr std::size_t kLongestType = 1024;

bool is_type(const std::string& type) { return !type.empty() && type.size() <= kLongestType; }

}  // namespace

void CoreApi::add_live(const std::string& id, Object& object) const {
  const auto running = parts_.supervisor.running(id);
  if (!running) return;
  object["pid"] = running->pid;
  if (running->port == 0) return;
  object["port"] = running->port;
  object["uriLocal"] = "http://localhost:" + std::to_string(running->port) + "/";
}

void CoreApi::map(Request& request) {
  const auto live = [this](const std::string& id, Object& object) { add_live(id, object); };
  request.exchange.answer(200, kForAll, dumped(parts_.services.map(live)));
}

void CoreApi::providers(Request& request) {
  const std::string types = request.parameter("types");
  if (types.empty()) return request.exchange.answer(400, http::Headers{}, "[]");
  const auto live = [this](const std::string& id, Object& object) { add_live(id, object); };
  request.exchange.answer(200, "application/json", dumped(parts_.services.providers(types, live)));
}

void CoreApi::read_diary(Request& request) {
  const bool wants_log = !request.parameter("log").empty();
  auto lines = wants_log ? parts_.diary.log_of_today() : parts_.diary.today();
  std::string_view piece = lines.next();
  if (piece.empty()) return request.exchange.answer(200, kForAll, "[]");
  request.exchange.begin(200, kForAll);
  request.exchange.connection().set_write_patience(http::kSlowReaderPatience);
  for (; !piece.empty(); piece = lines.next()) request.exchange.write(piece);
  request.exchange.end();
}

bool CoreApi::require_service(Request& request) {
  if (parts_.services.find(request.id)) return true;
  request.exchange.answer(404, kText, request.id + " doesn't exist, but does anything really? ");
  return false;
}

void CoreApi::at(Request& request) {
  const auto parameters = read_core_parameters(request);
  const auto* seconds = parameters.find("at");
  const auto* callback = parameters.find("cb");
  const auto when = seconds ? time_of_seconds(*seconds) : std::nullopt;
  if (!when || !callback || !is_call_path(*callback))
    return request.exchange.answer(400, kText, "Invalid arguments");
  if (!require_service(request)) return;
  if (!parts_.schedule.at(request.id, with_slash(*callback), *when))
    throw Error(ErrorKind::rate_limit, request.id + " waits for 1,000 calls already",
                "ask for others when some of these are over");
  request.exchange.answer(200, "text/html", "true");
}

void CoreApi::install(Request& request) {
  const auto parameters = read_core_parameters(request);
  const auto* source = parameters.find("srcdir");
  if (!source || source->empty() || (!parameters.body.empty() && !parameters.is_object))
    return request.exchange.answer(400, "application/json", "{}");
  const auto service = parts_.services.install(*source);
  if (!service) return request.exchange.answer(404, "application/json", "{}");
  request.exchange.answer(200, "application/json", dumped(service->me));
}

void CoreApi::write_diary(Request& request) {
  const auto parameters = read_core_parameters(request);
  std::optional<Object> message;
  if (has(parameters, "message")) message = value_of(parameters, "message");
  parts_.diary.write(request.id, message ? &*message : nullptr, level_of(parameters));
  request.exchange.answer(200, http::Headers{}, "{}");
}

void CoreApi::listen(Request& request) {
  const auto parameters = read_core_parameters(request);
  if (!require_service(request)) return;
  const auto *type = parameters.find("type"), *callback = parameters.find("cb");
  if (!type || !is_type(*type) || !callback || !is_call_path(*callback))
    return request.exchange.answer(400, kText, "Invalid type or callback");
  parts_.deliveries.listen({*type, request.id, with_slash(*callback), parts_.feed.last()});
  request.exchange.answer(200, kText, kThanks);
}

void CoreApi::deafen(Request& request) {
  const auto parameters = read_core_parameters(request);
  if (!require_service(request)) return;
  const auto *type = parameters.find("type"), *callback = parameters.find("cb");
  if (!type || !is_type(*type) || !callback || !is_call_path(*callback))
    return request.exchange.answer(400, kText, "Invalid type or callback");
  parts_.deliveries.deafen(*type, request.id, with_slash(*callback));
  request.exchange.answer(200, kText, kThanks);
}

void CoreApi::event(Request& request) {
  const auto parameters = read_core_parameters(request);
  if (!parameters.is_object) return request.exchange.answer(400, kText, "Post data missing");
  if (!require_service(request)) return;
  const auto publication = read_publication(parameters.body, parameters.is_form);
  if (!publication) return request.exchange.answer(400, kText, "Invalid type or object");
  if (const auto repeat = parts_.publisher.publish(request.id, *publication))
    parts_.deliveries.repeat(*repeat);
  request.exchange.answer(200, kText, kThanks);
}

/// Redirects a user who pressed a button back to the page; false for other clients.
bool CoreApi::redirect_browser(Request& request) {
  if (!wants_page(request.exchange)) return false;
  request.exchange.answer(303, {{"Location", "/"}, {"Cache-Control", "no-store"}}, "");
  return true;
}

void CoreApi::set_paused(Request& request, bool paused) {
  if (!require_service(request)) return;
  parts_.schedule.pause(request.id, paused);
  if (redirect_browser(request)) return;
  request.exchange.answer(200, "application/json", dumped({{"service", request.id}, {"paused", paused}}));
}

void CoreApi::pause(Request& request) { set_paused(request, true); }
void CoreApi::resume(Request& request) { set_paused(request, false); }

/// A call of a paused service is refused rather than postponed: the user would wait for a call that does not
/// come.
void CoreApi::refuse_paused(Request& request) {
  constexpr int kConflict = 409;
  const std::string message = request.id + " is paused, and nothing of it runs by itself";
  if (wants_page(request.exchange))
    return answer_page(request.exchange, kConflict,
                       page("locker", "<h1><a href=\"/\">locker</a></h1><p>" + escaped(message) +
                                          ".</p><p><a href=\"/\">Resume it first</a></p>"));
  request.exchange.answer(
      kConflict, "application/json",
      http::error_body("paused", message,
                       {{"hint", "resume it first: POST /core/" + request.id + "/resume"}}));
}

void CoreApi::run_now(Request& request) {
  if (!require_service(request)) return;
  if (parts_.schedule.is_paused(request.id)) return refuse_paused(request);
  const int calls = parts_.schedule.trigger(request.id);
  if (redirect_browser(request)) return;
  request.exchange.answer(200, "application/json", dumped({{"service", request.id}, {"due", calls}}));
}

}  // namespace locker::serve
