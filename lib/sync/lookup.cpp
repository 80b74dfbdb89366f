#include "lib/sync/lookup.hpp"

#include <algorithm>
#include <span>

#include "lib/base/counted.hpp"
#include "lib/base/money.hpp"
#include "lib/sync/lookup_page.hpp"
#include "lib/sync/presence_check.hpp"

namespace locker::sync {
namespace {

using Unmet = store::Writer::Unmet;

class Lookup {
 public:
  Lookup(WalkContext& context, std::int64_t run, StreamReport& report)
      : context_(context), connector_(context.service.connector()), run_(run), report_(report) {}

  LookupReport run(Instant met_since) {
    const auto unmet =
        context_.writer.live_members_unmet(context_.account, connector_.lookup_stream()->name, met_since);
    for (std::size_t at = 0; at < unmet.size();) {
      const int size = next_size(unmet.size() - at);
      ask(std::span(unmet).subspan(at, static_cast<std::size_t>(size)));
      at += static_cast<std::size_t>(size);
    }
    return result_;
  }

 private:
  int next_size(std::size_t left) const {
    const int wanted =
        static_cast<int>(std::min<std::size_t>(left, static_cast<std::size_t>(connector_.lookup_size())));
    const auto size = context_.budget.fit(wanted, 1, connector_.lookup_price());
    if (!size) throw context_.budget.exhausted(1, connector_.lookup_price());
    return *size;
  }

  /// Sends one request, and one more for each id that is missing from the response.
  void ask(std::span<const Unmet> records) {
    if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    for (const auto& id : look_up(records)) {
      const auto one = std::ranges::find(records, id, &Unmet::latest);
      if (records.size() > 1 && one != records.end()) look_up({&*one, 1});
    }
  }

  std::vector<std::string> look_up(std::span<const Unmet> records) {
    LookupQuery query;
    for (const auto& one : records) query.ids.push_back(one.latest);
    const std::int64_t sent_before = context_.service.sent();
    const std::string body = context_.service.lookup(query);
    const std::int64_t requests = context_.service.sent() - sent_before;
    LookedUp looked_up{{connector_.lookup_stream()->name, {}},
                       read_lookup(context_, query, body, run_, requests, report_),
                       {}};
    looked_up.gone = names_of(records, looked_up.content.gone);
    const Totals totals = commit_lookup(context_, looked_up, run_, requests, report_);
    result_.asked += static_cast<std::int64_t>(records.size());
    result_.deleted += totals.counts.deleted;
    return std::move(looked_up.content.unanswered);
  }

  static std::vector<store::RecordName> names_of(std::span<const Unmet> records,
                                                 const std::vector<std::string>& ids) {
    std::vector<store::RecordName> names;
    for (const auto& one : records)
      if (std::ranges::find(ids, one.latest) != ids.end()) names.push_back(one.name);
    return names;
  }

  WalkContext& context_;
  const Connector& connector_;
  const std::int64_t run_;
  StreamReport& report_;
  LookupReport result_;
};

std::string title_of(const Connector& connector, const connector::Stream& stream) {
  return connector.facts().type(stream.type)->title;
}

}  // namespace

LookupScope lookup_scope(const Connector& connector, const std::vector<Selected>& selected,
                         Instant met_since) {
  const auto names = connector.individually_checked_streams();
  LookupScope scope{.met_since = met_since};
  for (const auto& one : selected)
    if (one.missing_scope.empty() && std::ranges::find(names, one.stream->name) != names.end())
      scope.singly.push_back(one.stream);
  return scope;
}

bool is_looked_up(const Connector& connector, std::string_view stream) {
  const auto singly = connector.individually_checked_streams();
  const auto* own = connector.lookup_stream();
  return (own && own->name == stream) || std::ranges::find(singly, stream) != singly.end();
}

LookupEstimate estimate_lookup(store::Writer& writer, const Connector& connector, std::string_view account,
                               const LookupScope& scope) {
  LookupEstimate estimate;
  for (const auto* stream : scope.singly)
    estimate.records +=
        static_cast<std::int64_t>(writer.live_members_unmet(account, stream->name, scope.met_since).size());
  estimate.requests = estimate.records;
  const auto* stream = connector.lookup_stream();
  if (!stream) return estimate;
  const auto records =
      static_cast<std::int64_t>(writer.live_members_unmet(account, stream->name, scope.met_since).size());
  const std::int64_t size = connector.lookup_size();
  return {records, (records + size - 1) / size, records * connector.lookup_price()};
}

std::string lookup_announcement(const Connector& connector, const LookupScope& scope,
                                const LookupEstimate& estimate) {
  std::string titles;
  for (const auto* stream : scope.singly)
    titles.append(titles.empty() ? "" : ", ").append(title_of(connector, *stream));
  if (const auto* stream = connector.lookup_stream()) titles = title_of(connector, *stream);
  std::string words = "looking up " + std::to_string(estimate.records) + " " + titles + ": " +
                      counted(estimate.requests, "request", "requests");
  if (!scope.singly.empty()) words += ", and some more for each that is not found";
  return words + (connector.facts().charges() ? ", at most " + format_dollars(estimate.cost) : ", free");
}

LookupReport check_deleted(WalkContext& context, const LookupScope& scope, std::int64_t run,
                           StreamReport& report) {
  if (context.service.connector().lookup_stream()) return Lookup(context, run, report).run(scope.met_since);
  return check_presence(context, scope, run, report);
}

}  // namespace locker::sync
