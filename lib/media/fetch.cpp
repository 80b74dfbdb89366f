#include "lib/media/fetch.hpp"

#include <algorithm>
#include <map>

#include "lib/base/error.hpp"
#include "lib/http/address.hpp"

namespace locker::media {
namespace {

constexpr char kSource[] = "fetched";

/// A permanent failure may concern one file only; so many in a row concern the host.
constexpr int kMostTroubles = 3;

/// Returns each medium once, from the most complete form of the record.
std::vector<Found> media_of(store::MediaRows& rows, std::int64_t record, const FindMedia& find) {
  std::vector<Found> all;
  for (const auto& form : rows.forms(record))
    for (auto& found : find(form))
      if (std::ranges::find(all, found.key, &Found::key) == all.end()) all.push_back(std::move(found));
  return all;
}

std::string server_of(const std::string& address) {
  const auto parts = http::parse_address(address);
  return parts ? parts->host + ":" + std::to_string(parts->port) : std::string();
}

class Fetch {
 public:
  Fetch(Keeper& keeper, http::Transport& transport, http::Waiter& waiter, Clock& clock,
        const DownloadLimits& limits, const std::stop_token& stop)
      : keeper_(keeper),
        transport_(transport),
        waiter_(waiter),
        clock_(clock),
        limits_(limits),
        stop_(stop) {}

  void take(const store::Medium& medium) {
    Incoming file = Incoming::resumed(keeper_.folder(), medium.url);
    int& troubles = troubles_[server_of(medium.url)];
    const Downloaded end = troubles < kMostTroubles ? get(medium, file, troubles) : not_asked();
    if (end.end == Downloaded::End::whole) return keep(medium, file);
    const bool is_put_off = end.end == Downloaded::End::page || end.end == Downloaded::End::trouble;
    if (is_put_off && report_.put_off++ == 0) report_.first_put_off = end.problem;
    if (!is_put_off) file.discard();
    note(medium, end.problem, is_put_off);
  }

  [[nodiscard]] const FetchReport& report() const { return report_; }

 private:
  /// Downloads a medium, without retries if the previous file from that host failed.
  Downloaded get(const store::Medium& medium, Incoming& file, int& troubles) {
    DownloadLimits limits = limits_;
    if (troubles > 0) limits.retries = 0;
    Downloaded end = download(transport_, waiter_, medium.url, file, limits, stop_);
    troubles = end.end == Downloaded::End::trouble ? troubles + 1 : 0;
    return end;
  }

  static Downloaded not_asked() {
    return {Downloaded::End::trouble, "its host did not answer for others either, and was not asked"};
  }

  void keep(const store::Medium& medium, Incoming& file) {
    const auto size = static_cast<std::int64_t>(file.size());
    const StoreResult kept = keeper_.keep(file, medium, medium.url, kSource);
    (kept == StoreResult::stored ? report_.stored : report_.shared) += kept == StoreResult::no_record ? 0 : 1;
    report_.bytes += size;
  }

  void note(const store::Medium& medium, const std::string& problem, bool is_put_off) {
    if (const auto owner = keeper_.rows().owner(medium.record))
      keeper_.rows().note_problem(owner->record, medium, problem, is_put_off, clock_.now());
    report_.problems.push_back("medium " + std::to_string(medium.place) + " of " + medium.record.type + "/" +
                               medium.record.key + ": " + problem);
  }

  Keeper& keeper_;
  http::Transport& transport_;
  http::Waiter& waiter_;
  Clock& clock_;
  const DownloadLimits& limits_;
  const std::stop_token& stop_;
  std::map<std::string, int> troubles_;  ///< consecutive failures by host
  FetchReport report_;
};

}  // namespace

std::int64_t Plan::known_bytes() const {
  std::int64_t sum = 0;
  for (const auto& one : wanted) sum += one.bytes;
  return sum;
}

std::int64_t Plan::of_unknown_size() const { return std::ranges::count(wanted, 0, &Wanted::bytes); }

Plan plan_fetch(Keeper& keeper, const connector::Stream& stream, const FindMedia& find, bool again) {
  Plan plan;
  store::MediaRows& rows = keeper.rows();
  for (const std::int64_t record : rows.own(stream)) {
    int place = 0;
    for (auto& found : media_of(rows, record, find)) {
      store::Medium medium{rows.name(record), found.key, ++place, found.kind, found.url, found.alt};
      const auto known = rows.known(record, found.key);
      if (keeper.has(medium))
        ++plan.kept;
      else if (known && !known->problem.empty() && !known->put_off && !again)
        ++plan.given_up;
      else if (!found.url.empty())
        plan.wanted.push_back({std::move(medium), found.bytes});
    }
  }
  return plan;
}

FetchReport fetch(Keeper& keeper, const Plan& plan, http::Transport& transport, http::Waiter& waiter,
                  Clock& clock, const DownloadLimits& limits,
                  const std::function<void(std::int64_t done, const FetchReport&)>& on_progress,
                  const std::stop_token& stop) {
  Fetch fetch(keeper, transport, waiter, clock, limits, stop);
  std::int64_t done = 0;
  for (const auto& wanted : plan.wanted) {
    if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    fetch.take(wanted.medium);
    on_progress(++done, fetch.report());
  }
  return fetch.report();
}

}  // namespace locker::media
