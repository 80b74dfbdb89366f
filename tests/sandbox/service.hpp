#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "sandbox/answer.hpp"
#include "sandbox/clock.hpp"
#include "sandbox/counters.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/http_call.hpp"
#include "sandbox/limiter.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/settings.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

// The state of the service. Everything except `faults` and `clock` is guarded by `mutex`.
struct State {
  explicit State(Settings given)
      : settings(std::move(given)),
        clock(settings.clock_offset),
        oauth(settings, clock, counters),
        limiter(settings.rate_limits, settings.window) {
    populate(world, settings.sizes, settings.seed);
  }

  Settings settings;
  Clock clock;
  World world;
  Counters counters;
  OAuth oauth;
  Limiter limiter;
  Faults faults;
  std::string base;  // http://127.0.0.1:port
  std::mutex mutex;
};

class Service {
 public:
  explicit Service(State& state) : state_(state) {}

  // Thread-safe.
  Answer handle(const Call& call);

 private:
  struct Request;

  Answer handle_counted(const Call& call);
  Answer answer_or_refusal(const Request& request);
  Answer dispatch(const Request& request);
  Answer api(const Request& request);
  void refuse_by_fault(const Request& request);
  void limit(const Request& request, const TokenStore::Grant& grant, Answer& answer);
  WrittenAnswer written(const Request& request, const Query& query);
  WrittenAnswer written_page(const AnswerContext& context, const Request& request);
  void check_owner(const Request& request, const Query& query) const;
  Generation generation(const Call& call) const;

  State& state_;
};

}  // namespace sandbox
