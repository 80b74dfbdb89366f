#include "service.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "control.hpp"

namespace github_stand_in {
namespace {

constexpr const char* kVersion = "2022-11-28";

[[noreturn]] void moved(const std::string& location) {
  Reply reply = error_reply(301, "Moved Permanently");
  Json body = Json::parse(reply.body);
  body["url"] = location;
  reply.body = body.dump();
  reply.headers.emplace_back("Location", location);
  throw Refused{reply};
}

[[noreturn]] void blocked() {
  Reply reply = error_reply(451, "Repository access blocked");
  Json body = Json::parse(reply.body);
  body["block"] = {{"reason", "dmca"},
                   {"created_at", "2026-01-12T20:39:08Z"},
                   {"html_url", "https://github.com/github/dmca/blob/master/2026/2026-01-12-someone.md"}};
  reply.body = body.dump();
  throw Refused{reply};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

[[noreturn]] void lacking(const Token& token, const std::vector<std::string>& wanted, int status,
                          const std::string& message) {
  Reply reply = error_reply(status, message);
  if (!token.fine_grained) {
    reply.headers.emplace_back("X-OAuth-Scopes", joined(token.scopes));
    reply.headers.emplace_back("X-Accepted-OAuth-Scopes", joined(wanted));
  }
  throw Refused{reply};
}

bool is_known(const Route& route, const std::string& name) {
  if (route.paging != Paging::none &&
      (name == "per_page" || name == "page" || name == "after" || name == "before"))
    return true;
  const auto known = split(route.parameters, ' ');
  return std::ranges::find(known, name) != known.end();
}

/// Weak as the service's ETags, and computed from everything that the response depends on.
std::string tag_of(const Reply& reply, const Asked& asked) {
  const std::size_t hash = std::hash<std::string>()(
      reply.body + loopback::header(reply.headers, "Link").value_or("") + asked.token.value);
  return "W/\"" + std::to_string(hash) + "\"";
}

Reply not_modified(const Reply& whole) {
  Reply reply;
  reply.status = 304;
  for (const auto& [name, value] : whole.headers)
    if (name != "Link") reply.headers.emplace_back(name, value);
  return reply;
}

bool is_unchanged(const Call& call, const Reply& reply) {
  if (const auto known = loopback::header(call.headers, "If-None-Match"))
    return *known == loopback::header(reply.headers, "ETag");
  const auto since = loopback::header(call.headers, "If-Modified-Since");
  return since && *since == loopback::header(reply.headers, "Last-Modified");
}

/// Removes the prefix of the API's paths from the request. A request to the API without the prefix finds
/// nothing.
Call without(const std::string& api_path, Call call) {
  const bool is_of_web = call.path.starts_with("/login/") || call.path.starts_with("/raw/");
  if (api_path.empty() || is_of_web || is_control(call)) return call;
  if (!call.path.starts_with(api_path + "/")) {
    call.path.insert(0, "/elsewhere");
    return call;
  }
  call.path.erase(0, api_path.size());
  call.target.erase(0, api_path.size());
  return call;
}

}  // namespace

std::string base_of(const Call& call) {
  return "http://" + loopback::header(call.headers, "Host").value_or("");
}

Service::Service(Settings given)
    : ahead_(given.clock_offset),
      settings(std::move(given)),
      world(settings, now()),
      core("core", settings.core_limit, kHour),
      search("search", settings.search_limit, kMinute),
      device(settings.client_id, [this](const std::vector<std::string>& scopes) { return issue(scopes); }) {}

Time Service::now() const {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count() + ahead_;
}

Token Service::issue(std::vector<std::string> scopes, bool fine_grained) {
  Token token{(fine_grained ? "github_pat_" : "gho_") + world.hex(36), std::move(scopes), fine_grained};
  tokens_[token.value] = token;
  return token;
}

Reply Service::handle(const Call& call) {
  if (is_control(call)) return control(*this, call);
  {
    const std::lock_guard lock(mutex);
    counters.begin();
  }
  Reply reply = handle_counted(without(settings.api_path, call));
  const std::lock_guard lock(mutex);
  counters.end();
  return reply;
}

Reply Service::handle_counted(const Call& call) {
  const auto fault = faults.take(call.target);
  if (fault && fault->kind == "hold") {
    faults.hold(*fault);
    if (call.is_gone()) return {.status = 0, .body = {}, .headers = {}, .damage = loopback::Damage::reset};
  }
  const std::lock_guard lock(mutex);
  std::string route_name = call.path;
  std::optional<Reply> reply;
  if (fault) reply = loopback::instead(*fault);
  if (!reply) reply = answer(call, fault ? fault->kind : "", route_name);
  if (fault) loopback::damage(*reply, *fault);
  counters.answered(route_name, call.target, reply->status);
  return *reply;
}

Reply Service::answer(const Call& call, const std::string& fault, std::string& route_name) {
  if (auto reply = device.handle(call, base_of(call), world.hex(40))) return *reply;
  if (call.path.starts_with("/raw/")) return raw_file(call);
  try {
    return api(call, fault, route_name);
  } catch (const Refused& refused) {
    Reply reply = refused.reply;
    reply.headers.emplace_back("Date", http_date(now()));
    return reply;
  }
}

Reply Service::raw_file(const Call& call) const {
  const auto parts = split(call.path, '/');
  for (const Gist& gist : world.gists)
    if (parts.size() == 4 && gist.id == parts[2] && gist.files.contains(parts[3])) {
      Reply reply;
      reply.body = gist.files.at(parts[3]);
      reply.type = "text/plain; charset=utf-8";
      return reply;
    }
  return error_reply(404, "Not Found");
}

Reply Service::api(const Call& call, const std::string& fault, std::string& route_name) {
  const std::string base = base_of(call) + settings.api_path;
  if (!loopback::header(call.headers, "User-Agent")) {
    counters.complain("no User-Agent: " + call.target);
    refuse(
        403,
        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header");
  }
  const Token token = token_of(call);
  const auto found = find_route(by_name(call, base));
  if (call.method != "GET" || !found) {
    counters.complain("no such route: " + call.method + " " + call.target);
    refuse(404, "Not Found");
  }
  const Route& route = *found->route;
  route_name = route.pattern;
  check_words(call, route);
  Limit& limit = route.is_search ? search : core;
  try {
    if (limit.used_up(now()))
      refuse(403, "API rate limit exceeded for user ID " + std::to_string(world.me) + ".");
    Asked asked{call, world,        Renderer(world, base),        token,  now(),
                base, found->names, parse_parameters(call.query), nullptr};
    check_scopes(route, token);
    asked.repository = repository_of(route, found->names, call, token, base);
    Reply reply = answered(asked, route, fault);
    if (reply.status != 304) limit.count(now());
    limit.tell(reply.headers, now());
    return reply;
  } catch (Refused& refused) {
    if (!limit.used_up(now())) limit.count(now());
    limit.tell(refused.reply.headers, now());
    throw;
  }
}

void Service::check_words(const Call& call, const Route& route) {
  const auto version = loopback::header(call.headers, "X-GitHub-Api-Version");
  const std::string accept = loopback::header(call.headers, "Accept").value_or("");
  if (!version) counters.complain("no X-GitHub-Api-Version: " + call.target);
  if (version && *version != kVersion) {
    counters.complain("another API version: " + *version);
    refuse(400, "The API version is not supported: " + *version);
  }
  if (accept.find("application/vnd.github") == std::string::npos)
    counters.complain("Accept is \"" + accept + "\": " + call.target);
  for (const auto& [name, value] : parse_parameters(call.query))
    if (!is_known(route, name)) counters.complain("unknown parameter " + name + ": " + call.target);
}

Token Service::token_of(const Call& call) {
  const auto words = split(loopback::header(call.headers, "Authorization").value_or(""), ' ');
  if (words.empty()) {
    counters.complain("no Authorization: " + call.target);
    refuse(401, "Requires authentication");
  }
  const auto known = words.size() == 2 ? tokens_.find(words[1]) : tokens_.end();
  if (known == tokens_.end() || (words[0] != "Bearer" && words[0] != "token")) refuse(401, "Bad credentials");
  return known->second;
}

void Service::check_scopes(const Route& route, const Token& token) const {
  if (token.fine_grained && route.pattern == "/notifications")
    refuse(403, "Resource not accessible by personal access token");
  if (route.scopes.empty()) return;
  const auto wanted = split(route.scopes, ' ');
  if (std::ranges::any_of(wanted, [&](const auto& scope) { return token.has(scope); })) return;
  lacking(token, wanted, route.missing_scope,
          route.missing_scope == 403 ? "Missing the '" + wanted.front() + "' scope." : "Not Found");
}

std::string Service::by_name(const Call& call, const std::string&) {
  constexpr std::string_view kByNumber = "/repositories/";
  if (!call.path.starts_with(kByNumber)) return call.path;
  const std::string rest = call.path.substr(kByNumber.size());
  const std::string number = rest.substr(0, rest.find('/'));
  const auto found = world.repositories.find(std::atoll(number.c_str()));
  if (found == world.repositories.end()) refuse(404, "Not Found");
  return "/repos/" + world.full_name(found->second) + rest.substr(number.size());
}

Repository* Service::repository_of(const Route& route, const std::vector<std::string>& names,
                                   const Call& call, const Token& token, const std::string& base) {
  if (!route.pattern.starts_with("/repos/")) return nullptr;
  const std::string name = names.at(0) + "/" + names.at(1);
  if (const auto former = world.former_names.find(name); former != world.former_names.end())
    moved(base + "/repositories/" + std::to_string(former->second) +
          call.target.substr(std::string("/repos/" + name).size()));
  Repository* repository = world.repository(name);
  if (!repository || repository->standing == Standing::forbidden) refuse(404, "Not Found");
  if (repository->is_private && !token.has("repo")) lacking(token, {"repo"}, 404, "Not Found");
  if (repository->standing == Standing::blocked) blocked();
  if (names.size() > 2) {
    const auto issue = world.moved_issues.find(std::to_string(repository->id) + "/" + names[2]);
    if (issue != world.moved_issues.end()) moved(base + "/repositories/" + issue->second);
  }
  return repository;
}

Reply Service::answered(Asked& asked, const Route& route, const std::string& fault) {
  Reply reply;
  Result result = route.answer(asked);
  if (const Json* object = std::get_if<Json>(&result)) {
    reply.body = object->dump();
  } else {
    PageRules rules{route.paging, route.usual, route.most, settings.max_page_size, asked.call.path};
    if (asked.repository)
      rules.link_path = "/repositories/" + std::to_string(asked.repository->id) +
                        route.pattern.substr(std::string("/repos/{owner}/{repo}").size());
    if (const auto number = rules.link_path.find("{number}"); number != std::string::npos)
      rules.link_path.replace(number, 8, asked.names.at(2));
    reply = page_of(asked, std::get<Listing>(result), rules, fault,
                    [this](const std::string& what) { counters.complain(what); });
  }
  write_state(reply, asked, route);
  return is_unchanged(asked.call, reply) ? not_modified(reply) : reply;
}

void Service::write_state(Reply& reply, const Asked& asked, const Route& route) const {
  auto& headers = reply.headers;
  headers.emplace_back("ETag", tag_of(reply, asked));
  headers.emplace_back("Date", http_date(asked.now));
  headers.emplace_back("Cache-Control", "private, max-age=60, s-maxage=60");
  headers.emplace_back("X-GitHub-Media-Type", "github.v3; format=json");
  headers.emplace_back("X-GitHub-Api-Version-Selected", kVersion);
  if (!asked.token.fine_grained) {
    headers.emplace_back("X-OAuth-Scopes", joined(asked.token.scopes));
    headers.emplace_back("X-Accepted-OAuth-Scopes", joined(split(route.scopes, ' ')));
  }
  if (route.is_polled && settings.poll_interval > 0)
    headers.emplace_back("X-Poll-Interval", std::to_string(settings.poll_interval));
  Time newest = 0;
  if (route.pattern == "/notifications")
    for (const auto& one : asked.world.notifications) newest = std::max(newest, one.updated);
  if (route.pattern == "/user") newest = asked.world.users.at(asked.world.me).updated;
  if (newest) headers.emplace_back("Last-Modified", http_date(newest));
}

}  // namespace github_stand_in
