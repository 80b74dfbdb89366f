#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "loopback/faults.hpp"
#include "loopback/server.hpp"
#include "tests/conformance/spelling.hpp"

namespace locker::conformance {

/// What passed through.
struct Passed {
  std::string method, target;
  std::string told;  ///< what the service answered as it was spelled here, before any damage
  int status = 0;    ///< 0: no answer reached the program
};

/// Stands between the program and a service: hands requests on, keeps what came back, and lets go wrong what
/// a test orders. So every connector meets the same faults, and no stand-in needs to know of them. Beside
/// those of every stand-in there are two that it has itself: `led_away`, where all addresses of the service
/// in the answer and its headers lead to `body` instead, http://host:port; and `echoed`, where the answer is
/// `status` and repeats the whole request.
class Relay {
 public:
  /// `base`: the service, http://127.0.0.1:port. Listens at `port`; 0: any free one.
  explicit Relay(const std::string& base, int port = 0);
  ~Relay();

  [[nodiscard]] std::string base() const { return server_->base(); }

  void order(loopback::Fault fault) { faults_.add(std::move(fault)); }
  /// The same once in each request that differs from those before, whatever the fault says of that.
  void order_once_in_each(loopback::Fault fault);
  /// Answers to requests with `match` in their target are changed by `change`, until faults are removed.
  void change(std::string match, std::function<void(loopback::Reply&)> change);
  void remove_faults();
  /// What the service answers in JSON is from now on written in this spelling.
  void spell(Spelling spelling) { spelling_ = spelling; }
  /// Whether a request is held; waits for it.
  bool holds() { return faults_.wait_held(kPatienceMs); }

  [[nodiscard]] std::vector<Passed> passed() const;
  [[nodiscard]] long requests() const { return static_cast<long>(passed().size()); }
  void forget();
  /// Requests that came, answered or not.
  [[nodiscard]] long arrivals() const { return arrivals_; }

 private:
  static constexpr int kPatienceMs = 30'000;

  loopback::Reply handle(const loopback::Call& call);
  std::optional<loopback::Fault> fault_in(const loopback::Call& call);
  [[nodiscard]] loopback::Reply ask(const loopback::Call& call) const;
  void lead_away(loopback::Reply& reply, const std::string& elsewhere) const;
  void apply_change(const loopback::Call& call, loopback::Reply& reply) const;
  loopback::Reply note(const loopback::Call& call, std::string told, loopback::Reply reply);

  std::string host_;
  std::atomic<long> arrivals_ = 0;
  std::atomic<Spelling> spelling_ = Spelling::plain;
  int port_ = 0;
  loopback::Faults faults_;
  mutable std::mutex mutex_;
  std::vector<Passed> passed_;
  std::optional<loopback::Fault> once_in_each_;
  std::set<std::string> struck_;  ///< what it was in
  std::string changed_target_;
  std::function<void(loopback::Reply&)> change_;
  std::unique_ptr<loopback::Server> server_;  // last, so that it goes before what it uses
};

}  // namespace locker::conformance
