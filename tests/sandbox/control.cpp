#include "sandbox/control.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sandbox/answer.hpp"
#include "sandbox/control_orders.hpp"
#include "sandbox/json_text.hpp"
#include "sandbox/service.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "/_control/";

std::string stream_alias(const std::string& name) {
  static const std::map<std::string, std::string> aliases = {
      {"likes", "liked_tweets"}, {"blocks", "blocking"}, {"mutes", "muting"}, {"lists", "owned_lists"},
      {"dms", "dm_events"},      {"timelines", "home"},  {"posts", "tweets"}};
  const auto it = aliases.find(name);
  return it == aliases.end() ? name : it->second;
}

json truth(State& state, const std::string& rest) {
  const std::string name = stream_alias(rest);
  const auto& entries = state.world.stream(name).oldest_first();
  json ids = json::array();
  for (auto it = entries.rbegin(); it != entries.rend(); ++it)
    if (state.world.shows(name, it->id)) ids.push_back(std::to_string(it->id));
  return {{"ids", std::move(ids)}};
}

ObjectKind object_kind(const std::string& name) {
  if (name == "tweets") return ObjectKind::post;
  if (name == "users") return ObjectKind::user;
  if (name == "lists") return ObjectKind::list;
  if (name == "dm_events") return ObjectKind::message;
  throw std::invalid_argument("object is of tweets, users, lists or dm_events");
}

json object(State& state, const Call& call, const std::string& rest) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string::npos) throw std::invalid_argument("object/<kind>/<id>");
  const bool renamed = parameter(call.parameters, "fields") == "new";
  const Selection selection = full_selection(renamed ? Generation::new_names : Generation::old_names);
  json out = object_json(state.world, selection, object_kind(rest.substr(0, slash)),
                         id_of(rest.substr(slash + 1)), state.settings.serve_media ? state.base : "");
  if (out.is_null()) throw std::invalid_argument("no such object");
  return out;
}

json question(State& state, const Call& call, const std::string& name) {
  if (name == "counters") return state.counters.json();
  if (name == "requests") return state.counters.requests();
  if (name == "me") return {{"id", std::to_string(state.world.me())}};
  if (name == "clock") return {{"now", state.clock.now_s()}};
  if (name == "streams") return {{"names", state.world.stream_names()}};
  if (name.starts_with("truth/")) return truth(state, name.substr(6));
  if (name.starts_with("object/")) return object(state, call, name.substr(7));
  throw std::out_of_range("no such question");
}

// Waits until a request hangs, so that a test can stop a client at that point.
json holding(State& state, const Call& call) {
  const std::string wait = parameter(call.parameters, "wait_ms").value_or("0");
  return {{"holding", state.faults.wait_holding(std::stoll(wait))}};
}

json carried_out(State& state, const Call& call, const std::string& name) {
  if (name == "holding") return holding(state, call);
  if (call.method == "DELETE" && name == "faults") {
    state.faults.clear();
    return json::object();
  }
  const std::lock_guard lock(state.mutex);
  if (call.method == "GET") return question(state, call, name);
  const auto it = control_orders().find(name);
  if (it == control_orders().end()) throw std::out_of_range("no such order");
  const json order = call.body.empty() ? json() : json::parse(call.body);
  return it->second(state, order.is_null() ? json::object() : order);
}

Answer failed(int status, const char* what) {
  Answer answer;
  answer.status = status;
  answer.body = json_text({{"error", what}});
  return answer;
}

}  // namespace

bool is_control(const Call& call) { return call.path.starts_with(kPrefix); }

Answer control(State& state, const Call& call) {
  try {
    Answer answer;
    answer.body = json_text(carried_out(state, call, call.path.substr(kPrefix.size())));
    return answer;
  } catch (const std::out_of_range& e) {
    return failed(404, e.what());
  } catch (const std::exception& e) {
    return failed(400, e.what());
  }
}

}  // namespace sandbox
