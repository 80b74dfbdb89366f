#include "lib/sync/lookup.hpp"

#include <algorithm>
#include <span>

#include "lib/sync/lookup_page.hpp"

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
    const Totals totals = commit_lookup(context_, content, names_of(listed, content.gone), run_,
                                        context_.service.sent() - sent_before, report_);
    result_.asked += static_cast<std::int64_t>(listed.size());
    result_.deleted += totals.counts.deleted;
    return content.unanswered;
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
