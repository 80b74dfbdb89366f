#include "lib/media/fetch.hpp"

#include <algorithm>

#include "lib/base/error.hpp"

namespace locker::media {
namespace {

constexpr char kSource[] = "fetched";

/// Each medium once: the fullest form tells it best.
std::vector<Found> media_of(store::MediaRows& rows, std::int64_t record, const FindMedia& find) {
  std::vector<Found> all;
  for (const auto& form : rows.forms(record))
    for (auto& found : find(form))
      if (std::ranges::find(all, found.key, &Found::key) == all.end()) all.push_back(std::move(found));
  return all;
}

void give_up(Keeper& keeper, const store::Medium& medium, Incoming& file, std::string_view problem,
             Instant now) {
  file.discard();
  if (const auto owner = keeper.rows().owner(medium.record))
    keeper.rows().note_problem(owner->record, medium, problem, kSource, now);
}

}  // namespace

std::int64_t Plan::known_bytes() const {
  std::int64_t sum = 0;
  for (const auto& one : wanted) sum += one.bytes;
  return sum;
}

std::int64_t Plan::of_unknown_size() const { return std::ranges::count(wanted, 0, &Wanted::bytes); }

Plan plan_fetch(Keeper& keeper, std::string_view stream, const FindMedia& find, bool again) {
  Plan plan;
  store::MediaRows& rows = keeper.rows();
  for (const std::int64_t record : rows.members(stream)) {
    int place = 0;
    for (auto& found : media_of(rows, record, find)) {
      store::Medium medium{rows.name(record), found.key, ++place, found.kind, found.url, found.alt};
      const auto known = rows.known(record, found.key);
      if (keeper.has(medium))
        ++plan.kept;
      else if (known && !known->problem.empty() && !again)
        ++plan.given_up;
      else if (!found.url.empty())
        plan.wanted.push_back({std::move(medium), found.bytes});
    }
  }
  return plan;
}

FetchReport fetch(Keeper& keeper, const Plan& plan, http::Transport& transport, http::Waiter& waiter,
                  Clock& clock, const DownloadLimits& limits,
                  const std::function<void(std::int64_t done, const FetchReport&)>& told,
                  const std::stop_token& stop) {
  FetchReport report;
  std::int64_t done = 0;
  for (const auto& [medium, bytes] : plan.wanted) {
    if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    Incoming file = Incoming::resumed(keeper.folder(), medium.url);
    const Downloaded end = download(transport, waiter, medium.url, file, limits, stop);
    if (end.end == Downloaded::End::whole) {
      const auto size = static_cast<std::int64_t>(file.size());
      const Kept kept = keeper.keep(file, medium, medium.url, kSource);
      (kept == Kept::stored ? report.stored : report.shared) += kept == Kept::no_record ? 0 : 1;
      report.bytes += size;
    } else {
      if (end.end == Downloaded::End::page)
        ++report.put_off;
      else
        give_up(keeper, medium, file, end.problem, clock.now());
      report.problems.push_back("medium " + std::to_string(medium.place) + " of " + medium.record.type + "/" +
                                medium.record.key + ": " + end.problem);
    }
    told(++done, report);
  }
  return report;
}

}  // namespace locker::media
