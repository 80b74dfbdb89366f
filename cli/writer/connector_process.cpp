#include "cli/writer/connector_process.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>

#include "cli/commands/auth.hpp"
#include "cli/commands/sync.hpp"
#include "cli/writer/service_access.hpp"
#include "lib/auth/authorization.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/http/curl_transport.hpp"
#include "lib/http/server/server.hpp"
#include "lib/serve/pages.hpp"
#include "lib/store/status.hpp"
#include "lib/sync/service.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;
using serve::escaped;
using serve::Object;

/// 2011's names of what is synced and read (facts of locker-2011, section 2).
struct OldName {
  std::string_view path, stream;
};
constexpr std::array<OldName, 5> kOldSyncs{{{"/home_timeline", "home"},
                                            {"/mentions", "mentions"},
                                            {"/friends", "following"},
                                            {"/followers", "followers"},
                                            {"/profile", "profile"}}};
constexpr std::array<OldName, 2> kOldReads{{{"/get_home_timeline", "home"}, {"/get_mentions", "mentions"}}};

constexpr std::size_t kLargestForm = 64 * 1024;
constexpr std::size_t kMostBegun = 16;

/// What the end of a sync means to who asked over HTTP.
constexpr std::array<std::pair<int, int>, 8> kStatusOfExit{
    {{0, 200}, {3, 502}, {4, 401}, {5, 429}, {6, 402}, {11, 409}, {2, 400}, {130, 503}}};
int status_of_exit(int code) {
  for (const auto& [exit, status] : kStatusOfExit)
    if (exit == code) return status;
  return 500;
}

/// `form_target`: where a form of the page may lead beside here; browsers hold redirects to that, too.
void answer_page(http::Exchange& exchange, int status, std::string_view title, const std::string& body,
                 const std::string& form_target = {}) {
  std::string policy = serve::kPagePolicy;
  constexpr std::string_view kForms = "form-action 'self'";
  if (!form_target.empty()) policy.insert(policy.find(kForms) + kForms.size(), " " + form_target);
  exchange.answer(status, "text/html; charset=utf-8", serve::page(title, body),
                  {{"Content-Security-Policy", policy}, {"Cache-Control", "no-store"}});
}

/// `https://x.com` of an address there.
std::string origin_of(const std::string& address) {
  const auto begin = address.find("://");
  return begin == std::string::npos ? std::string() : address.substr(0, address.find('/', begin + 3));
}

void answer_json(http::Exchange& exchange, int status, const Object& object, const http::Headers& more = {}) {
  exchange.answer(status, "application/json",
                  object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n", more);
}

void redirect(http::Exchange& exchange, const std::string& to) {
  exchange.answer(302, {{"Location", to}, {"Cache-Control", "no-store"}}, "");
}

/// The token answer that `auth --token-stdin` reads.
std::string token_answer(const auth::Token& token, Instant now) {
  json answer{{"access_token", token.access.reveal()}, {"token_type", "bearer"}};
  if (!token.refresh.empty()) answer["refresh_token"] = token.refresh.reveal();
  if (token.expires)
    answer["expires_in"] = std::chrono::duration_cast<std::chrono::seconds>(*token.expires - now).count();
  std::string scopes;
  for (const auto& scope : token.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
  if (!scopes.empty()) answer["scope"] = scopes;
  return answer.dump();
}

std::chrono::milliseconds with_jitter(std::int64_t seconds) {
  thread_local std::mt19937 random{std::random_device{}()};
  constexpr double kTenth = 0.1;
  const double factor = 1 + std::uniform_real_distribution<double>(-kTenth, kTenth)(random);
  return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(seconds) * 1'000 * factor));
}

}  // namespace

ConnectorProcess::ConnectorProcess(const connector::Connector& connector, ProcessInfo info, Context& context,
                                   RunLine run_line)
    : connector_(connector), info_(std::move(info)), context_(context), run_line_(std::move(run_line)) {}

bool ConnectorProcess::is_signed_in() const {
  return std::filesystem::exists(context_.home.account(info_.account) / "auth.json");
}

std::string ConnectorProcess::uri(const std::string& path) const {
  return info_.base + "/Me/" + info_.account + "/" + path;
}

const connector::Stream* ConnectorProcess::stream_at(const std::string& path) const {
  for (const auto& [old, stream] : kOldSyncs)
    if (old == path) return connector_.stream(stream);
  return connector_.stream(path.substr(1));
}

void ConnectorProcess::handle(http::Exchange& exchange) {
  if (exchange.path() == "/") return front(exchange);
  if (answer_data(exchange)) return;
  if (is_signed_in() ? answer_sync(exchange) : answer_sign_in(exchange)) return;
  exchange.answer(404, "application/json",
                  http::error_body("not-found", "there is nothing at " + exchange.path() +
                                                    (is_signed_in() ? "" : " before sign-in")));
}

void ConnectorProcess::front(http::Exchange& exchange) {
  if (!is_signed_in()) return redirect(exchange, uri("auth"));
  std::string rows;
  for (const auto& stream : connector_.streams)
    rows += "<tr><td><a href=\"" + escaped(uri("current/" + stream.name)) + "?limit=50\">" +
            escaped(stream.name) + "</a></td><td class=\"dim\">" + escaped(stream.title) +
            "</td><td><form method=\"post\" action=\"" + escaped(uri(stream.name)) +
            "\"><button>Sync</button></form></td></tr>";
  answer_page(exchange, 200, info_.account,
              "<h1>" + escaped(info_.account) + "</h1><p>Signed in to " + escaped(connector_.title) +
                  ". These can be synced now; the schedule does it by itself.</p><table>" + rows +
                  "</table><p><a href=\"/\">All services</a></p>");
}

// The data API: always there.

bool ConnectorProcess::answer_data(http::Exchange& exchange) {
  constexpr std::string_view kCurrent = "/current/", kRecord = "/record/";
  const std::string& path = exchange.path();
  if (path.starts_with(kCurrent)) return current(exchange, path.substr(kCurrent.size())), true;
  if (path.starts_with(kRecord)) return record(exchange, path.substr(kRecord.size())), true;
  if (path == "/allContacts") return all_contacts(exchange), true;
  for (const auto& [old, stream] : kOldReads)
    if (old == path) return current(exchange, std::string(stream)), true;
  return false;
}

void ConnectorProcess::run_line(const std::vector<std::string>& words, std::ostream& out) const {
  run_line_(words, out);
}

void ConnectorProcess::current(http::Exchange& exchange, const std::string& what) {
  const auto parameters = http::parse_form(exchange.request().query());
  const bool is_stream = connector_.stream(what.substr(0, what.find('/'))) != nullptr;
  const auto accepted = exchange.request().header("Accept").value_or(std::string_view());
  const bool lines =
      accepted.find("application/x-ndjson") != std::string_view::npos || parameters.contains("stream");
  std::vector<std::string> words{"query", "--source=" + info_.account,
                                 (is_stream ? "--stream=" : "--type=") + what,
                                 lines ? "--format=jsonl" : "--format=json"};
  for (const char* name : {"since", "until", "limit"})
    if (const auto value = parameters.find(name); value != parameters.end())
      words.push_back("--" + std::string(name) + "=" + value->second);
  const auto fields = parameters.find("fields");
  words.push_back("--fields=" + (fields == parameters.end() ? "account,type,id,time,text,name,author,url,json"
                                                            : fields->second));
  if (!context_.home.exists()) return exchange.answer(200, "application/json", lines ? "" : "[]\n");
  const auto skip = parameters.find("offset");
  try {
    std::ostringstream out;
    run_line(words, out);
    if (skip == parameters.end() || lines)
      return exchange.answer(200, lines ? "application/x-ndjson" : "application/json", out.str());
    Object rows = Object::parse(out.str());
    const auto offset = std::min<std::size_t>(rows.size(), std::strtoul(skip->second.c_str(), nullptr, 10));
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(offset));
    answer_json(exchange, 200, rows);
  } catch (const Error& error) {
    const bool unknown = std::string(error.what()).starts_with("there is no ");
    exchange.answer(
        unknown ? 404 : 400, "application/json",
        http::error_body(unknown ? "not-found" : "usage", error.what(), {{"hint", error.hint()}}));
  }
}

/// `<type>/<id>`, `<primary>/<native>/<id>`, either with `/history` behind it.
void ConnectorProcess::record(http::Exchange& exchange, const std::string& reference) {
  constexpr std::string_view kHistory = "/history";
  const bool history = reference.ends_with(kHistory);
  const std::string name = history ? reference.substr(0, reference.size() - kHistory.size()) : reference;
  try {
    std::ostringstream out;
    run_line({"history", "--json", "--", info_.account + ":" + name}, out);
    if (history) return exchange.answer(200, "application/json", out.str());
    const Object changes = Object::parse(out.str());
    if (changes.empty()) throw Error(ErrorKind::gone, "there is no record " + name);
    const std::string type = changes.front()["type"], id = changes.front()["id"];
    std::ostringstream rows;
    run_line({"query", "--format=jsonl", "--source=" + info_.account, "--type=" + type, "--fields=id,json"},
             rows);
    std::istringstream lines(rows.str());
    for (std::string line; std::getline(lines, line);) {
      const Object row = Object::parse(line);
      if (row["id"] == id) return answer_json(exchange, 200, row["json"]);
    }
    throw Error(ErrorKind::gone, "record " + name + " was deleted at the service");
  } catch (const Error& error) {
    exchange.answer(404, "application/json",
                    http::error_body("not-found", error.what(), {{"hint", error.hint()}}));
  }
}

/// Friends and followers in one list, as 2011's collections read them.
void ConnectorProcess::all_contacts(http::Exchange& exchange) {
  Object people = Object::object();
  for (const auto& [stream, flag] :
       {std::pair("following", "isFriend"), std::pair("followers", "isFollower")}) {
    if (!context_.home.exists()) break;
    std::ostringstream out;
    run_line({"query", "--json", "--source=" + info_.account, std::string("--stream=") + stream,
              "--fields=id,json"},
             out);
    for (const auto& row : Object::parse(out.str())) {
      Object& person = people[row["id"].get<std::string>()];
      if (person.is_null()) {
        person = row["json"];
        person["screen_name"] = person.value("username", "");
        person["isFriend"] = person["isFollower"] = false;
      }
      person[flag] = true;
    }
  }
  Object all = Object::array();
  for (auto& [id, person] : people.items()) all.push_back(person);
  answer_json(exchange, 200, all);
}

// The sign-in endpoints: only before sign-in.

bool ConnectorProcess::answer_sign_in(http::Exchange& exchange) {
  const std::string& path = exchange.path();
  if (!connector_.sign_in.authorization_code && (path == "/auth" || path == "/saveAuth"))
    return answer_page(exchange, 200, "Sign in to " + connector_.title,
                       "<h1>Sign in to " + escaped(connector_.title) + "</h1><p>In a terminal: <code>" +
                           escaped(sync::auth_command(connector_.id, info_.account)) + "</code></p>"),
           true;
  if (path == "/auth") return sign_in_form(exchange, {}), true;
  if (path == "/saveAuth") return save_auth(exchange), true;
  if (path == "/authComplete") return come_back(exchange), true;
  return false;
}

void ConnectorProcess::sign_in_form(http::Exchange& exchange, const std::string& trouble) {
  answer_page(exchange, trouble.empty() ? 200 : 400, "Sign in to " + connector_.title,
              "<h1>Sign in to " + escaped(connector_.title) + "</h1>" +
                  (trouble.empty() ? "" : "<p class=\"bad\">" + escaped(trouble) + "</p>") +
                  "<p style=\"white-space:pre-line\">" + escaped(connector_.sign_in.introduction) +
                  "</p><p style=\"white-space:pre-line\">" + escaped(connector_.sign_in.instructions) +
                  "</p><p>Register this callback address with your app: <code>" +
                  escaped(uri("authComplete")) + "</code></p><form method=\"post\" action=\"" +
                  escaped(uri("saveAuth")) +
                  "\"><p><label>Client id<br><input name=\"client_id\" required></label></p>"
                  "<p><label>Client secret (nothing for a Native App)<br><input name=\"client_secret\" "
                  "type=\"password\" autocomplete=\"off\"></label></p>"
                  "<p><label>What reading may cost in a month, in dollars, or none<br><input name=\"budget\" "
                  "value=\"10\"></label></p><p><button>Go on to " +
                  escaped(connector_.title) + "</button></p></form>",
              origin_of(authorize_url(*connector_.sign_in.authorization_code, context_)));
}

void ConnectorProcess::save_auth(http::Exchange& exchange) {
  const std::string body = exchange.method() == "POST" ? exchange.body().whole(kLargestForm) : std::string();
  auto fields =
      http::parse_form(exchange.method() == "POST" ? std::string_view(body) : exchange.request().query());
  if (exchange.method() != "POST" || fields["client_id"].empty())
    return sign_in_form(exchange, "The client id of your app is needed.");
  Begun begun;
  begun.client_id = fields["client_id"];
  begun.budget = fields["budget"];
  begun.redirect_uri = uri("authComplete");
  begun.pkce = auth::make_pkce();
  context_.home.create_account(info_.account);
  if (!fields["client_secret"].empty()) {
    const auto file = context_.home.account(info_.account) / "client_secret";
    write_file_atomically(file, fields["client_secret"] + "\n");
    begun.secret_file = file.string();
  }
  const std::string state = auth::random_token();
  const auto settings = auth::load_settings(context_.home, info_.account);
  const std::string address = auth::address_of(
      {authorize_url(*connector_.sign_in.authorization_code, context_), begun.client_id, begun.redirect_uri,
       auth::scopes_of(connector_, settings ? settings->streams : std::nullopt), state,
       begun.pkce.challenge});
  {
    const std::lock_guard guard(begun_mutex_);
    if (begun_.size() >= kMostBegun) begun_.clear();
    begun_.emplace(state, std::move(begun));
  }
  redirect(exchange, address);
}

void ConnectorProcess::come_back(http::Exchange& exchange) {
  const auto query = exchange.request().query();
  auto fields = http::parse_form(query);
  std::optional<Begun> begun;
  {
    const std::lock_guard guard(begun_mutex_);
    if (auto found = begun_.extract(fields["state"]); !found.empty()) begun = std::move(found.mapped());
  }
  if (!begun)
    return sign_in_form(exchange, "This answer belongs to no sign-in that was begun here. Begin again.");
  try {
    Wire wire(context_);
    auth::TokenEndpoint endpoint(wire.transport(), token_endpoints(connector_, context_));
    const auto secret =
        begun->secret_file.empty() ? std::optional<std::string>() : read_file(begun->secret_file);
    auth::Client client{begun->client_id,
                        Secret(secret ? secret->substr(0, secret->find('\n')) : std::string())};
    const Secret code = auth::code_of_redirect(query, fields["state"]);
    const auto token = endpoint.exchange(client, code, begun->redirect_uri, begun->pkce.verifier,
                                         context_.clock.now(), context_.stop);
    AuthOptions options{.connector = connector_.id,
                        .account = info_.account,
                        .streams = {},
                        .client_id = begun->client_id,
                        .client_secret_file = begun->secret_file,
                        .redirect_uri = {},
                        .budget = begun->budget};
    options.token_stdin = true;
    std::istringstream in(token_answer(token, context_.clock.now()));
    std::ostringstream out;
    Context quiet{.home = context_.home,
                  .connectors = context_.connectors,
                  .environment = context_.environment,
                  .clock = context_.clock,
                  .in = in,
                  .out = out,
                  .err = context_.err,
                  .no_input = true,
                  .quiet = true,
                  .stop = context_.stop};
    run_auth(options, quiet);
  } catch (const Error& error) {
    return sign_in_form(exchange,
                        std::string(error.what()) + (error.hint().empty() ? "" : "; " + error.hint()));
  }
  auth_complete();
  redirect(exchange, uri(""));
}

// The sync endpoints: only after sign-in.

bool ConnectorProcess::is_paid_without_budget(const connector::Stream& stream) const {
  if (stream.price.each == 0) return false;
  if (!context_.home.exists()) return true;
  const auto database = store::Database::open_for_reading(context_.home);
  for (const auto& account : store::status(database, context_.clock.now()))
    if (account.account == info_.account) return !account.budget;
  return true;
}

void ConnectorProcess::auth_complete() {
  const auto settings = auth::load_settings(context_.home, info_.account);
  for (const auto& stream : connector_.streams) {
    const bool chosen = settings && settings->streams
                            ? std::ranges::find(*settings->streams, stream.name) != settings->streams->end()
                            : stream.on_by_default;
    if (chosen && !is_paid_without_budget(stream)) call_again("/" + stream.name, std::chrono::seconds(1));
  }
}

void ConnectorProcess::call_again(const std::string& path, std::chrono::milliseconds in) {
  if (info_.locker_url.empty()) return;
  const auto at = static_cast<double>(to_millis(context_.clock.now() + in)) / 1'000;
  std::ostringstream seconds;
  seconds << std::fixed << at;
  try {
    const auto curl = http::make_curl_transport({});
    const auto answer = curl->send({.method = "GET",
                                    .url = info_.locker_url + "/core/" + info_.account + "/at?" +
                                           http::form_encode({{"at", seconds.str()}, {"cb", path}})},
                                   context_.stop);
    if (!answer.ok())
      context_.err << "core did not take the next call of " << path << ": " << answer.status << std::endl;
  } catch (const Error& error) {
    context_.err << "core could not be asked for the next call of " << path << ": " << error.what()
                 << std::endl;
  }
}

bool ConnectorProcess::answer_sync(http::Exchange& exchange) {
  if (exchange.path() == "/rate_limit_status") {
    std::ostringstream out;
    run_line({"status", "--json"}, out);
    return exchange.answer(200, "application/json", out.str()), true;
  }
  const auto* stream = stream_at(exchange.path());
  if (!stream || (exchange.method() != "GET" && exchange.method() != "POST")) return false;
  return sync(exchange, *stream), true;
}

void ConnectorProcess::sync(http::Exchange& exchange, const connector::Stream& stream) {
  const std::lock_guard turn(sync_mutex_);
  std::istringstream in;
  std::ostringstream out, talk;
  Context context{.home = context_.home,
                  .connectors = context_.connectors,
                  .environment = context_.environment,
                  .clock = context_.clock,
                  .in = in,
                  .out = out,
                  .err = talk,
                  .no_input = true,
                  .json = true,
                  .quiet = true,
                  .stop = context_.stop};
  SyncOptions options;
  options.accounts = {info_.account};
  options.only = {stream.name};
  const auto again = [&] {
    if (!is_paid_without_budget(stream)) call_again("/" + stream.name, with_jitter(stream.interval_s));
  };
  int code = 0;
  try {
    code = run_sync(options, context);
  } catch (const Error&) {
    again();
    throw;
  }
  again();
  std::string trouble = talk.str();
  std::string summary;
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) summary = line;
  const int status = status_of_exit(code);
  if (exchange.method() == "POST" && status == 200 &&
      exchange.request().header("Accept").value_or("").find("text/html") != std::string_view::npos)
    return redirect(exchange, uri(""));
  if (status == 200) return answer_json(exchange, 200, {{"success", Object::parse(summary, nullptr, false)}});
  http::Headers more;
  if (status == 429 || status == 409) more.emplace_back("Retry-After", status == 409 ? "60" : "900");
  while (trouble.ends_with('\n')) trouble.pop_back();
  answer_json(exchange, status, {{"error", {{"kind", "sync"}, {"message", trouble}, {"exit", code}}}}, more);
}

// The nine steps of "The Flow" (design 8), from here: core has spawned this process (1).
int run_connector_process(const std::string& id, Context& around, const RunLine& run_line) {
  Context context = around;
  const auto* connector = context.connectors.find(id);  // 2: the basic modules are loaded
  if (!connector) throw Error(ErrorKind::usage, "there is no connector \"" + id + "\"");
  std::string line;
  std::getline(context.in, line);  // 3: core writes process info to standard input
  const auto said = json::parse(line, nullptr, false);
  if (!said.is_object()) throw Error(ErrorKind::usage, "locker __connector is started by locker serve");
  ProcessInfo info{.port = said.value("port", 0),
                   .working_directory = said.value("workingDirectory", ""),
                   .locker_url = said.value("lockerUrl", ""),
                   .base = said.value("base", ""),
                   .account = said.value("id", id)};
  // Core's locker, whatever this process's environment says.
  if (const auto home = said.value("home", ""); !home.empty()) context.home = around.home = Home(home);
  std::error_code error;
  std::filesystem::current_path(info.working_directory, error);  // 4: moves itself there
  const int port = info.port;
  // 5 to 7: the data API always, sign-in endpoints before sign-in, sync endpoints after it.
  ConnectorProcess process(*connector, std::move(info), context, run_line);
  const auto handler = [&](http::Exchange& exchange) { process.handle(exchange); };
  std::unique_ptr<http::Server> server;
  try {
    server = std::make_unique<http::Server>(http::ServerSettings{.port = port}, handler);
  } catch (const Error&) {
    server =
        std::make_unique<http::Server>(http::ServerSettings{}, handler);  // the number was taken meanwhile
  }
  context.out << json{{"port", server->port()}}.dump() << std::endl;  // 8: ready; 9 is core's
  context.out << std::flush;
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait(lock, context.stop, [] { return false; });
  server->stop(std::chrono::seconds{5});
  return 0;
}

}  // namespace locker::cli
