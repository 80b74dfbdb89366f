#include "tests/conformance/relay.hpp"

#include <httplib.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace locker::conformance {
namespace {

using loopback::Call;
using loopback::Damage;
using loopback::Reply;

constexpr int kBadRequest = 400, kBadGateway = 502;

/// The library makes these itself; what is packed could not be compared.
constexpr std::array kOwn{"Content-Length", "Content-Type",      "Connection",
                          "Keep-Alive",     "Transfer-Encoding", "Accept-Encoding"};

bool is_own(const std::string& name) {
  return std::ranges::any_of(kOwn, [&](const char* own) { return strcasecmp(own, name.c_str()) == 0; });
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

Reply reset() {
  Reply reply;
  reply.damage = Damage::reset;
  return reply;
}

/// As a gateway does that wants to be helpful.
Reply echo(const Call& call, int status) {
  std::string request = call.method + " " + call.target + "\n";
  for (const auto& [name, value] : call.headers) request += name + ": " + value + "\n";
  Reply reply;
  reply.status = status;
  reply.body =
      nlohmann::json{{"message", request + call.body}, {"detail", request}, {"title", request}}.dump();
  return reply;
}

}  // namespace

Relay::Relay(const std::string& base, int port) {
  const auto colon = base.rfind(':');
  host_ = base.substr(base.find("//") + 2, colon - base.find("//") - 2);
  port_ = std::stoi(base.substr(colon + 1));
  server_ = std::make_unique<loopback::Server>([this](const Call& call) { return handle(call); }, port);
}

Relay::~Relay() { remove_faults(); }

void Relay::order_once_in_each(loopback::Fault fault) {
  const std::lock_guard lock(mutex_);
  once_in_each_ = std::move(fault);
  struck_.clear();
}

void Relay::change(std::string match, std::function<void(Reply&)> change) {
  const std::lock_guard lock(mutex_);
  changed_target_ = std::move(match);
  change_ = std::move(change);
}

void Relay::apply_change(const Call& call, Reply& reply) const {
  const std::lock_guard lock(mutex_);
  if (change_ && reply.status < kBadRequest && call.target.find(changed_target_) != std::string::npos)
    change_(reply);
}

void Relay::remove_faults() {
  {
    const std::lock_guard lock(mutex_);
    once_in_each_.reset();
    change_ = nullptr;
  }
  faults_.clear();
  server_->let_go();
}

std::vector<Passed> Relay::passed() const {
  const std::lock_guard lock(mutex_);
  return passed_;
}

void Relay::forget() {
  const std::lock_guard lock(mutex_);
  passed_.clear();
}

Reply Relay::note(const Call& call, std::string told, Reply reply) {
  const std::lock_guard lock(mutex_);
  passed_.push_back(
      {call.method, call.target, std::move(told), reply.damage == Damage::reset ? 0 : reply.status});
  return reply;
}

std::optional<loopback::Fault> Relay::fault_in(const Call& call) {
  if (auto fault = faults_.take(call.target)) return fault;
  const std::lock_guard lock(mutex_);
  const bool strikes = once_in_each_ && struck_.insert(call.method + " " + call.target).second;
  return strikes ? once_in_each_ : std::nullopt;
}

Reply Relay::handle(const Call& call) {
  ++arrivals_;
  const auto fault = fault_in(call);
  if (fault && fault->kind == "hold") {
    faults_.hold(*fault);
    // A client that was killed while it waited must find the service as it was.
    if (call.is_gone()) return reset();
  }
  if (fault && fault->kind == "echoed") return note(call, {}, echo(call, fault->status));
  if (fault)
    if (auto reply = loopback::instead(*fault)) return note(call, {}, std::move(*reply));
  Reply reply = ask(call);
  if (reply.status < kBadRequest) reply.body = spelled(reply.body, spelling_);
  std::string told = reply.body;
  apply_change(call, reply);
  if (fault) loopback::damage(reply, *fault);
  if (fault && fault->kind == "led_away") lead_away(reply, fault->body);
  return note(call, std::move(told), std::move(reply));
}

/// Whether the service names itself or the relay, as which it was asked.
void Relay::lead_away(Reply& reply, const std::string& elsewhere) const {
  for (const std::string& known : {server_->base(), "http://" + host_ + ":" + std::to_string(port_)}) {
    replace_all(reply.body, known, elsewhere);
    for (auto& [name, value] : reply.headers) replace_all(value, known, elsewhere);
  }
}

Reply Relay::ask(const Call& call) const {
  httplib::Client service(host_, port_);
  service.set_read_timeout(60);
  httplib::Request request;
  request.method = call.method;
  request.path = call.target;
  request.body = call.body;
  for (const auto& [name, value] : call.headers)
    if (!is_own(name) || name == "Content-Type") request.set_header(name, value);
  const auto answer = service.send(request);
  Reply reply;
  if (!answer) {
    reply.status = kBadGateway;
    reply.body = R"({"message":"the stand-in service did not answer"})";
    return reply;
  }
  reply.status = answer->status;
  reply.body = answer->body;
  reply.type = answer->get_header_value("Content-Type");
  for (const auto& [name, value] : answer->headers)
    if (!is_own(name)) reply.headers.emplace_back(name, value);
  return reply;
}

}  // namespace locker::conformance
