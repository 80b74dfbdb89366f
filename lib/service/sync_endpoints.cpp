#include "lib/service/sync_endpoints.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <nlohmann/json.hpp>

#include "lib/base/exit_code.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/http/server/server.hpp"
#include "lib/serve/headers.hpp"
#include "lib/serve/pages.hpp"
#include "lib/service/interim_responses.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/pages.hpp"
#include "lib/service/rate_limit_document.hpp"
#include "lib/service/stream_exclusion.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/query.hpp"

namespace locker::service {
namespace {

using Object = nlohmann::ordered_json;

/// The HTTP status for an exit code, and whether a later retry may succeed without the user's action.
struct Meaning {
  int exit_code, status;
  bool again;
};
constexpr std::array kMeanings{Meaning{exit_code::kDone, 200, false},
                               Meaning{exit_code::kUsage, 400, false},
                               Meaning{exit_code::kPartlyDone, 502, true},
                               Meaning{exit_code::kSignIn, 401, false},
                               Meaning{exit_code::kTemporaryFailure, 429, true},
                               Meaning{exit_code::kPayment, 402, true},
                               Meaning{exit_code::kLocked, 409, true},
                               Meaning{exit_code::kInterrupted, 503, true}};

Meaning meaning_of(int exit_code) {
  const auto found = std::ranges::find(kMeanings, exit_code, &Meaning::exit_code);
  return found != kMeanings.end() ? *found : Meaning{exit_code, 500, true};
}

constexpr int kForbidden = 403;

/// Assumed duration of another process's sync.
constexpr std::chrono::seconds kWhileLocked{60};

class SyncEndpoints final : public Endpoints {
 public:
  SyncEndpoints(const Account& account, const Commands& commands, const SyncSchedule& schedule,
                const SyncNames* own)
      : account_(account), commands_(commands), schedule_(schedule), own_(own) {}

  bool answer(http::Exchange& exchange) override {
    if (own_ && exchange.path() == own_->limits) {
      if (only_reads(exchange)) exchange.answer(200, "application/json", limits_document(account_) + "\n");
      return true;
    }
    const auto* stream = stream_at(exchange.path());
    if (!stream) return false;
    if (allows(exchange, "GET, POST") && may_start(exchange)) sync(exchange, *stream);
    return true;
  }

 private:
  /// Returns why the request must not start a sync, which writes and may cost money; empty: it may.
  static std::string_view reason_to_refuse(const http::RequestHead& head) {
    if (head.header("Sec-Purpose").value_or("").starts_with("prefetch") ||
        head.header("Purpose") == "prefetch" || head.header("X-Moz") == "prefetch")
      return "this syncs, and is not looked at ahead of time";
    if (head.header("Sec-Fetch-Site") == "cross-site" || head.header("Sec-Fetch-Site") == "same-site")
      return "this syncs, and was asked from another site's page";
    return head.header(serve::kCallerHeader) ? "syncs are begun by people and by the schedule" : "";
  }

  static bool may_start(http::Exchange& exchange) {
    const std::string why(reason_to_refuse(exchange.request()));
    if (!why.empty()) exchange.answer(403, "application/json", http::error_body("refused", why));
    return why.empty();
  }

  [[nodiscard]] const connector::Stream* stream_at(std::string_view path) const {
    if (own_)
      for (const auto& [name, stream] : own_->syncs)
        if (name == path) return account_.connector().stream(stream);
    return account_.connector().stream(path.substr(1));
  }

  void sync(http::Exchange& exchange, const connector::Stream& stream) {
    const auto exclusion = exclusion_of(account_, stream);
    const bool is_forbidden = exclusion && exclusion->forbidden;
    // A chosen stream is tried anyway, so that the run records the error.
    if (is_forbidden && !account_.wants(stream)) return forbid(exchange, stream, *exclusion);
    const SyncEnd end = run(exchange, stream);
    const Meaning meaning = meaning_of(end.exit_code);
    // Core itself retries what may succeed later: after a growing pause, or the one from Retry-After.
    if (!meaning.again) schedule_.next(stream);
    if (meaning.status != 200) {
      const int status = is_forbidden ? kForbidden : meaning.status;
      if (serve::wants_page(exchange)) return show(exchange, status, stream, {end.trouble, {}});
      return fail(exchange, status, end);
    }
    if (exchange.method() == "POST" && serve::wants_page(exchange))
      return redirect(exchange, account_.uri(""));
    exchange.answer(200, "application/json", success(stream, end) + "\n");
  }

  SyncEnd run(http::Exchange& exchange, const connector::Stream& stream) {
    const InterimResponses interim_responses(exchange);
    const std::lock_guard turn(one_at_a_time_);
    return commands_.sync(stream);
  }

  /// Returns `{"success": summary}`; for a single-object stream that object, as for the profile of 2011.
  [[nodiscard]] std::string success(const connector::Stream& stream, const SyncEnd& end) const {
    const std::string summary = end.summary.empty() ? "{}" : end.summary;
    const std::string object = stream.order == connector::Order::single ? only_member(stream) : "";
    if (object.empty()) return R"({"success":)" + summary + "}";
    return R"({"success":)" + object + R"(,"summary":)" + summary + "}";
  }

  [[nodiscard]] std::string only_member(const connector::Stream& stream) const {
    store::QueryFilter filter;
    filter.sources = {account_.id()};
    filter.streams = {stream.name};
    filter.parts = {.json = true, .raw = false};
    std::string object;
    store::query(store::Database::open_for_reading(account_.home()), account_.registry(), filter,
                 [&](const store::QueryRow& row) {
                   object = store::in_one_line(row.json);
                   return false;
                 });
    return object;
  }

  void forbid(http::Exchange& exchange, const connector::Stream& stream,
              const StreamExclusion& exclusion) const {
    const std::string message = stream.name + ": " + exclusion.why;
    const std::string hint = "run \"" + exclusion.command + "\" to add it";
    if (serve::wants_page(exchange)) return show(exchange, kForbidden, stream, {message, hint});
    exchange.answer(kForbidden, "application/json", http::error_body("forbidden", message, {{"hint", hint}}));
  }

  /// Returns a Retry-After header if the wait is known.
  [[nodiscard]] http::Headers wait_of(int status) const {
    if (status == 409) return {{"Retry-After", std::to_string(kWhileLocked.count())}};
    const auto told = status == 429 ? time_until_reset(account_) : std::nullopt;
    return told ? http::Headers{{"Retry-After", std::to_string(told->count())}} : http::Headers{};
  }

  struct Failure {
    std::string_view trouble, hint;
  };

  /// Shows a failure to a user who pressed a button.
  void show(http::Exchange& exchange, int status, const connector::Stream& stream,
            const Failure& failure) const {
    using serve::escaped;
    answer_page(exchange, status, account_.id(),
                "<h1>" + escaped(account_.id()) + "</h1><p>" + escaped(stream.name) +
                    " was not synced:</p><p class=\"bad\" style=\"white-space:pre-line\">" +
                    escaped(failure.trouble) + "</p>" +
                    (failure.hint.empty() ? "" : "<p>" + escaped(failure.hint) + "</p>") + "<p><a href=\"" +
                    escaped(account_.uri("")) + "\">Back</a></p>",
                {}, wait_of(status));
  }

  void fail(http::Exchange& exchange, int status, const SyncEnd& end) const {
    Object error{{"kind", "sync"}, {"message", end.trouble}, {"exit", end.exit_code}};
    if (status == 409)
      if (const auto holder = FileLock::holder(account_.home().account(account_.id()) / "sync.lock"))
        error["holder"] = *holder;
    exchange.answer(status, "application/json",
                    Object{{"error", error}}.dump(-1, ' ', false, Object::error_handler_t::replace) + "\n",
                    wait_of(status));
  }

  const Account& account_;
  const Commands& commands_;
  const SyncSchedule& schedule_;
  const SyncNames* const own_;
  std::mutex one_at_a_time_;
};

}  // namespace

std::unique_ptr<Endpoints> make_sync_endpoints(const Account& account, const Commands& commands,
                                               const SyncSchedule& schedule, const SyncNames* own) {
  return std::make_unique<SyncEndpoints>(account, commands, schedule, own);
}

}  // namespace locker::service
