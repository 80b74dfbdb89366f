#include "lib/sync/lookup.hpp"

#include <algorithm>
#include <span>

namespace locker::sync {
namespace {

using Listed = store::Writer::Listed;

class Lookup {
 public:
  Lookup(WalkContext& context, std::int64_t run, StreamReport& report)
      : context_(context), connector_(context.service.connector()), run_(run), report_(report) {}

  LookupReport run() {
    const store::StreamName name{connector_.lookup_stream()->name, {}};
    const auto listed = context_.writer.live_members_ever(context_.account, name);
    for (std::size_t at = 0; at < listed.size();) {
      const int size = next_size(listed.size() - at);
      ask(std::span(listed).subspan(at, static_cast<std::size_t>(size)));
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

  /// One request, and one more for each id that its answer passed over.
  void ask(std::span<const Listed> listed) {
    if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    for (const auto& id : look_up(listed)) {
      const auto one = std::ranges::find(listed, id, &Listed::latest);
      if (listed.size() > 1 && one != listed.end()) look_up({&*one, 1});
    }
  }

  std::vector<std::string> look_up(std::span<const Listed> listed) {
    LookupQuery query;
    for (const auto& one : listed) query.ids.push_back(one.latest);
    const std::int64_t sent_before = context_.service.sent();
    const std::string body = context_.service.lookup(query);
    const LookupContent content = connector_.read_lookup(query, body);
    commit(listed, content, context_.service.sent() - sent_before);
    return content.unanswered;
  }

  void commit(std::span<const Listed> listed, const LookupContent& content, std::int64_t requests) {
    const store::StreamName name{connector_.lookup_stream()->name, {}};
    const Instant now = context_.clock.now();
    const std::int64_t walk = context_.writer.cursor(context_.account, name).walk;
    store::Page page = context_.writer.begin_page(context_.account, name, walk, run_, now, now);
    Totals totals;
    totals.counts = page.store(content.observations, {}).counts;
    totals.counts.deleted = page.remove_records(names_of(listed, content.gone));
    totals.cost = page.charge(content.charges, requests, content.included);
    page.notice(content.notices);
    page.commit();
    totals.requests = requests;
    totals.resources = static_cast<std::int64_t>(content.charges.size());
    totals.included = content.included;
    for (const auto& charge : content.charges) totals.gross += charge.price;
    result_.asked += static_cast<std::int64_t>(listed.size());
    result_.deleted += totals.counts.deleted;
    report_.totals += totals;
    context_.budget.spend(totals.resources, totals.cost);
    context_.progress.page_committed(context_.account, report_.stream, report_.totals);
  }

  static std::vector<store::RecordName> names_of(std::span<const Listed> listed,
                                                 const std::vector<std::string>& ids) {
    std::vector<store::RecordName> names;
    for (const auto& one : listed)
      if (std::ranges::find(ids, one.latest) != ids.end()) names.push_back(one.name);
    return names;
  }

  WalkContext& context_;
  const Connector& connector_;
  const std::int64_t run_;
  StreamReport& report_;
  LookupReport result_;
};

}  // namespace

LookupEstimate estimate_lookup(store::Writer& writer, const Connector& connector, std::string_view account) {
  const auto* stream = connector.lookup_stream();
  if (!stream) return {};
  const auto records =
      static_cast<std::int64_t>(writer.live_members_ever(account, {stream->name, {}}).size());
  const std::int64_t size = connector.lookup_size();
  return {records, (records + size - 1) / size, records * connector.lookup_price()};
}

LookupReport check_deleted(WalkContext& context, std::int64_t run, StreamReport& report) {
  return Lookup(context, run, report).run();
}

}  // namespace locker::sync
