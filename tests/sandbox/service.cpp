#include "sandbox/service.hpp"

#include <algorithm>

#include "sandbox/control.hpp"
#include "sandbox/media_files.hpp"
#include "sandbox/page.hpp"
#include "sandbox/problem.hpp"
#include "sandbox/query_check.hpp"

namespace sandbox {

struct Service::Request {
  const Call& call;
  std::optional<Route> route;
  std::optional<Fault> fault;
  std::string endpoint;  // the pattern, or the path if none matches

  bool faulty(FaultKind kind) const { return fault && fault->kind == kind; }
};

namespace {

bool answers_at_all(FaultKind kind) { return kind != FaultKind::reset; }

Answer reset_answer() {
  Answer answer;
  answer.damage = Damage::reset;
  return answer;
}

std::string status_title(int status) { return status == 503 ? "Service Unavailable" : "Error"; }

Answer status_answer(const Fault& fault) {
  Answer answer = plain_problem(fault.status, status_title(fault.status), status_title(fault.status));
  if (!fault.body.empty()) answer.body = fault.body;
  return answer;
}

// Damages the response of a request that was executed.
void damage(Answer& answer, const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::garbage:
      answer.body = "<html>\xff\xfe not json \x01</html>";
      break;
    case FaultKind::half:
      answer.body.resize(answer.body.size() / 2);
      break;
    case FaultKind::cut:
      answer.damage = Damage::cut;
      break;
    case FaultKind::lost_answer:
      answer.damage = Damage::reset;
      break;
    default:
      break;
  }
}

bool has_scopes(const Scopes& granted, std::string_view wanted) {
  const Scopes needed = parse_scopes(std::string(wanted));
  return std::includes(granted.begin(), granted.end(), needed.begin(), needed.end());
}

Answer medium(Faults& faults, const Call& call) {
  Answer answer = media_file(call.path);
  const auto fault = faults.take(call.path, "/media/:name", false);
  if (fault && !answers_at_all(fault->kind)) return reset_answer();
  if (fault && fault->kind == FaultKind::status) return status_answer(*fault);
  if (fault) damage(answer, *fault);
  return answer;
}

}  // namespace

Generation Service::generation(const Call& call) const {
  return generation_of(call.parameters, state_.settings.fields);
}

Answer Service::handle(const Call& call) {
  if (is_control(call)) return control(state_, call);
  if (call.path.starts_with("/media/") && state_.settings.serve_media) return medium(state_.faults, call);
  return handle_counted(call);
}

Answer Service::handle_counted(const Call& call) {
  Request request{call, route(call.path), std::nullopt, call.path};
  if (request.route) request.endpoint = request.route->endpoint->pattern;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(state_.mutex);
    number = state_.counters.request(request.endpoint, call);
  }
  request.fault =
      state_.faults.take(call.path, request.endpoint, call.parameters.contains("pagination_token"));
  if (request.faulty(FaultKind::hang)) state_.faults.hold(*request.fault);
  // A client that was killed while waiting must find the service unchanged.
  if (request.faulty(FaultKind::hang) && call.is_gone()) return reset_answer();
  if (request.faulty(FaultKind::delay)) state_.faults.delay(*request.fault);
  if (request.fault && !answers_at_all(request.fault->kind)) return reset_answer();

  const std::lock_guard lock(state_.mutex);
  Answer answer = answer_or_refusal(request);
  if (request.fault) damage(answer, *request.fault);
  state_.counters.answered(number, answer.status);
  return answer;
}

Answer Service::answer_or_refusal(const Request& request) {
  try {
    return dispatch(request);
  } catch (const Refused& refused) {
    return refused.answer;
  }
}

Answer Service::dispatch(const Request& request) {
  if (request.faulty(FaultKind::status)) return status_answer(*request.fault);
  if (const auto answer = state_.oauth.handle(request.call)) return *answer;
  if (request.route && request.call.method == "GET") return api(request);
  state_.counters.rejected("no such endpoint: " + request.call.method + " " + request.call.path);
  Answer answer;
  answer.status = 404;
  return answer;
}

void Service::refuse_by_fault(const Request& request) {
  if (request.faulty(FaultKind::usage_cap)) throw Refused{usage_capped(generation(request.call))};
  if (request.faulty(FaultKind::credits)) throw Refused{credits_depleted()};
  if (request.faulty(FaultKind::not_enrolled))
    throw Refused{client_not_enrolled(generation(request.call), state_.settings.client_id)};
  if (request.faulty(FaultKind::missing_scope)) throw Refused{missing_scope()};
  if (!request.faulty(FaultKind::refuse_token)) return;
  const std::string token = parameter(request.call.parameters, "pagination_token").value_or("");
  throw Refused{invalid_request(generation(request.call),
                                "The `pagination_token` query parameter value [" + token + "] is not valid",
                                "pagination_token", {token})};
}

void Service::limit(const Request& request, const TokenStore::Grant& grant, Answer& answer) {
  const std::string key = request.endpoint + " " + std::to_string(grant.family);
  Limiter::State limit = state_.limiter.take(key, request.route->endpoint->limit, state_.clock.now_s());
  if (request.faulty(FaultKind::rate_limit)) {
    const std::int64_t wait = request.fault->reset_in ? request.fault->reset_in : state_.limiter.window();
    limit = {false, limit.limit, 0, state_.clock.now_s() + wait};
  }
  answer.headers = Limiter::headers(limit);
  if (limit.allowed) return;
  const Answer refusal = too_many_requests();
  answer.status = refusal.status;
  answer.body = refusal.body;
  answer.type = refusal.type;
  throw Refused{answer};
}

Answer Service::api(const Request& request) {
  if (request.faulty(FaultKind::expire_token))
    state_.oauth.tokens().expire(
        request.call.authorization.substr(std::min<std::size_t>(7, request.call.authorization.size())));
  const auto grant = state_.oauth.grant(request.call.authorization);
  if (!grant) return unauthorized();

  Answer answer;
  limit(request, *grant, answer);
  try {
    refuse_by_fault(request);
    if (!has_scopes(grant->scopes, request.route->endpoint->scopes)) {
      state_.counters.rejected("missing scope for " + request.endpoint);
      throw Refused{missing_scope()};
    }
    const Query query = checked_query(*request.route, request.call.parameters, state_.settings.fields);
    WrittenAnswer out = written(request, query);
    state_.counters.resources(request.endpoint, out.resources, out.included);
    answer.body = std::move(out.body);
    return answer;
  } catch (Refused& refused) {
    if (refused.answer.status == 400 && !request.fault)
      state_.counters.rejected(request.call.path + "?" + request.call.query + ": " + refused.answer.body);
    refused.answer.headers = answer.headers;
    throw;
  }
}

void Service::check_owner(const Request& request, const Query& query) const {
  const Route& route = *request.route;
  const std::string me = std::to_string(state_.world.me());
  if (route.endpoint->only_me && route.id != me)
    throw Refused{invalid_request(query.selection.generation,
                                  "The `id` query parameter value [" + route.id +
                                      "] must be the same as the authenticating user [" + me + "]",
                                  "id", {route.id})};
}

WrittenAnswer Service::written_page(const AnswerContext& context, const Request& request) {
  const Route& route = context.route;
  const PageRules rules{request.call.path, static_cast<std::uint32_t>(1 + state_.settings.seed % 3),
                        request.fault ? std::optional(request.fault->kind) : std::nullopt,
                        state_.settings.max_page_size};
  const bool of_user = route.endpoint->pattern.starts_with("/2/users/");
  if (of_user) check_owner(request, context.query);
  if (of_user && route.id != std::to_string(state_.world.me())) {
    const User* user = state_.world.user(*parse_id(route.id));
    if (!user || user->suspended || user->is_protected) return absent_answer(context, "id", route.id);
    return page_answer(context, {});
  }
  return page_answer(context, page_of(state_.world, route, context.query, rules));
}

WrittenAnswer Service::written(const Request& request, const Query& query) {
  const Endpoint& endpoint = *request.route->endpoint;
  const AnswerContext context{state_.world, *request.route, query,
                              state_.settings.serve_media ? state_.base : "", state_.clock.now_ms()};
  if (endpoint.answering == Answering::several) return lookup_answer(context, query.ids);
  if (endpoint.answering == Answering::page) return written_page(context, request);
  if (request.route->id.empty()) return single_answer(context, state_.world.me());
  return single_answer(context, *parse_id(request.route->id));
}

}  // namespace sandbox
