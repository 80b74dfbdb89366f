#include "device_flow.hpp"

namespace github_stand_in {
namespace {

constexpr const char* kGrant = "urn:ietf:params:oauth:grant-type:device_code";

Json problem(const std::string& error, const std::string& description) {
  return {{"error", error},
          {"error_description", description},
          {"error_uri", "https://docs.github.com/developers/apps/authorizing-oauth-apps"}};
}

std::string value(const Parameters& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? "" : found->second;
}

/// The service responds with a form, unless JSON is requested.
Reply encoded_reply(const Call& call, const Json& answer) {
  Reply reply;
  if (loopback::header(call.headers, "Accept").value_or("").find("json") != std::string::npos) {
    reply.body = answer.dump();
    return reply;
  }
  reply.type = "application/x-www-form-urlencoded; charset=utf-8";
  for (const auto& [name, told] : answer.items())
    reply.body += (reply.body.empty() ? "" : "&") + encoded(name) + "=" +
                  encoded(told.is_string() ? told.get<std::string>() : told.dump());
  return reply;
}

}  // namespace

std::optional<Reply> DeviceFlow::handle(const Call& call, const std::string& base,
                                        const std::string& fresh_code) {
  const bool begins = call.path == "/login/device/code", polls = call.path == "/login/oauth/access_token";
  if (!begins && !polls) return std::nullopt;
  if (call.method != "POST") return error_reply(404, "Not Found");
  const Parameters form = parse_parameters(call.body);
  if (value(form, "client_id") != client_id_) {
    Reply reply = error_reply(404, "Not Found");
    reply.body = R"({"error":"Not Found"})";
    return reply;
  }
  return encoded_reply(call, begins ? begin(form, base, fresh_code) : poll(form));
}

Json DeviceFlow::begin(const Parameters& form, const std::string& base, const std::string& fresh_code) {
  device_code_ = fresh_code;
  scopes_ = value(form, "scope");
  polls_ = 0;
  interval_ = 5;
  return {{"device_code", device_code_},
          {"user_code", "WDJB-MJHT"},
          {"verification_uri", base + "/login/device"},
          {"expires_in", 899},
          {"interval", interval_}};
}

Json DeviceFlow::poll(const Parameters& form) {
  if (value(form, "grant_type") != kGrant)
    return problem("unsupported_grant_type", "The grant type is not known.");
  if (device_code_.empty() || value(form, "device_code") != device_code_)
    return problem("incorrect_device_code", "The device_code provided is not valid.");
  const int number = polls_++;
  if (number == plan_.slow_down_at) {
    Json slower = problem("slow_down", "Too many requests have been made in the same timeframe.");
    slower["interval"] = interval_ += 5;
    return slower;
  }
  if (number < plan_.pending)
    return problem("authorization_pending", "The authorization request is still pending.");
  device_code_.clear();
  if (plan_.end != "approved") return problem(plan_.end, "The authorization request has ended.");
  const Token token = issue_(split(scopes_, scopes_.find(',') != std::string::npos ? ',' : ' '));
  std::string scope;
  for (const auto& one : token.scopes) scope += (scope.empty() ? "" : ",") + one;
  return {{"access_token", token.value}, {"token_type", "bearer"}, {"scope", scope}};
}

}  // namespace github_stand_in
