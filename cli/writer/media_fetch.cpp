#include "cli/writer/media_fetch.hpp"

#include <cstdio>

#include "lib/base/counted.hpp"
#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/store/status.hpp"

namespace locker::cli {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

std::string megabytes(std::int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f MB", static_cast<double>(bytes) / static_cast<double>(kMegabyte));
  return text;
}

media::FindMedia finder(const sync::Connector& behaviour) {
  return [&behaviour](const store::StoredForm& form) { return behaviour.media_of(form); };
}

FileLock alone_on(const Home& home, const std::string& account) {
  return FileLock::take(home.account(account) / "sync.lock", account + " is being synced",
                        "wait for it, or stop it");
}

}  // namespace

MediaFetch::MediaFetch(const SyncOptions& options, Context& context, const std::string& account,
                       const sync::Connector& behaviour)
    : options_(options), context_(context), account_(account), behaviour_(behaviour) {}

media::Plan MediaFetch::plan() {
  const connector::Stream* own = behaviour_.lookup_stream();
  if (!own) return {};
  media::Keeper keeper(context_.home, context_.connectors, account_, context_.clock);
  return media::plan_fetch(keeper, *own, finder(behaviour_), options_.full);
}

void MediaFetch::run(store::Writer& writer, http::Transport& wire, http::Waiter& waiter,
                     sync::Progress& progress, sync::AccountReport& report) {
  if (!behaviour_.lookup_stream()) return;
  sync::StreamReport media;
  media.stream = {store::kMedia, ""};
  const std::int64_t entry = writer.begin_run(account_, media.stream, context_.clock.now());
  report.ended_by = fetch_or_report(wire, waiter, progress, media);
  writer.end_run(entry, {media.outcome, media.message, media.hint}, context_.clock.now());
  progress.stream_ends(account_, media);
  report.streams.push_back(std::move(media));
}

std::optional<sync::Ending> MediaFetch::fetch_or_report(http::Transport& wire, http::Waiter& waiter,
                                                        sync::Progress& progress,
                                                        sync::StreamReport& report) {
  try {
    fetch_all(wire, waiter, progress, report);
    return std::nullopt;
  } catch (const Error& error) {
    report.outcome = error.kind();
    report.message = error.what();
    report.hint = error.hint();
    const bool ends = sync::ends_the_run(error.kind()) || waiter.has_refused();
    return ends ? std::optional(sync::Ending{error.kind(), error.what(), error.hint()}) : std::nullopt;
  }
}

void MediaFetch::fetch_all(http::Transport& wire, http::Waiter& waiter, sync::Progress& progress,
                           sync::StreamReport& report) {
  const FileLock alone = alone_on(context_.home, account_);
  const media::Plan plan = this->plan();
  if (plan.wanted.empty()) return;
  progress.say(account_, "media: " + in_words(plan));
  progress.stream_begins(account_, report.stream, static_cast<std::int64_t>(plan.wanted.size()));
  media::Keeper keeper(context_.home, context_.connectors, account_, context_.clock);
  const media::DownloadLimits limits{.most_bytes =
                                         static_cast<std::uint64_t>(options_.media_limit) * kMegabyte};
  std::size_t shown = 0;
  const auto fetched = media::fetch(
      keeper, plan, wire, waiter, context_.clock, limits,
      [&](std::int64_t done, const media::FetchReport& so_far) {
        report.totals.resources = done;
        report.totals.counts.created = so_far.stored + so_far.shared;
        for (; shown < so_far.problems.size(); ++shown) progress.say(account_, so_far.problems[shown]);
        progress.page_committed(account_, report.stream, report.totals);
      },
      context_.stop);
  if (fetched.put_off > 0)
    throw Error(ErrorKind::network,
                counted(fetched.put_off, "file", "files") + " could not be fetched: " +
                    fetched.first_put_off + (waiter.has_refused() ? ", and waiting was not allowed" : ""),
                "\"locker sync " + account_ + " --media\" asks again");
}

std::string in_words(const media::Plan& plan) {
  const std::int64_t unknown = plan.of_unknown_size();
  std::string text = counted(static_cast<std::int64_t>(plan.wanted.size()), "file", "files");
  if (const auto bytes = plan.known_bytes(); bytes > 0) text += ", about " + megabytes(bytes);
  if (unknown > 0)
    text += (plan.known_bytes() > 0 ? " and " : ", ") + std::to_string(unknown) + " of unknown size";
  return text;
}

}  // namespace locker::cli
