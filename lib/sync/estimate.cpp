#include "lib/sync/estimate.hpp"

#include <algorithm>

namespace locker::sync {
namespace {

using connector::Order;
using connector::Stream;
using Certainty = Estimate::Certainty;

struct Number {
  std::int64_t value = 0;
  Certainty certainty = Certainty::unknown;
};

class Estimator {
 public:
  Estimator(const Connector& connector, store::Writer& writer, std::string_view account,
            const WalkOptions& options, Instant now)
      : connector_(connector), writer_(writer), account_(account), options_(options), now_(now) {}

  void add(const Stream& stream, std::vector<Estimate>& to) {
    for (const auto& name : fixed_names(stream)) to.push_back(of(stream, name));
    if (stream.parts_of.empty()) return;
    const auto known = writer_.account(account_);
    const ServiceAddress address{{}, known ? known->user_id : "", known ? known->handle : "", {}};
    const auto parts = member_parts(connector_, address, stream, writer_, account_);
    for (const auto& part : parts)
      if (asks_for_all() || !has_no_news(part, writer_.cursor(account_, part.name)))
        to.push_back(of(stream, part.name));
    const bool parent_known = writer_.cursor(account_, {stream.parts_of, {}}).settled > 0 || !parts.empty();
    if (!parent_known) to.push_back(unknown_parts(stream));
  }

 private:
  [[nodiscard]] bool asks_for_all() const { return options_.full || options_.accept_removals; }

  Estimate of(const Stream& stream, const store::StreamName& name) {
    const store::Cursor stored = writer_.cursor(account_, name);
    const Plan plan = plan_walk(stream, stored, asks_for_all(), now_);
    const bool full = plan.cursor.mode == store::WalkMode::full;
    const bool in_one_answer = stream.order == Order::single || (!name.part.empty() && stream.part_page > 0);
    Number expected = in_one_answer ? one_answer(stream, name)
                      : full        ? all(stream, name)
                                    : news(stream, name);
    if (plan.resumed && full) expected.value = std::max<std::int64_t>(0, expected.value - plan.cursor.met);
    return price(stream, name, expected, full && !in_one_answer);
  }

  Estimate price(const Stream& stream, const store::StreamName& name, Number expected, bool full) const {
    Estimate result{
        .stream = name, .certainty = expected.certainty, .resources = expected.value, .full = full};
    if (full)
      result.calls = std::max<std::int64_t>(1, (expected.value + stream.page_most - 1) / stream.page_most);
    result.cost = expected.value * stream.price.each;
    result.cost_with_included =
        result.cost + expected.value * kIncludedPerElement * stream.price.each_included;
    return result;
  }

  static Number one_answer(const Stream& stream, const store::StreamName& name) {
    if (stream.order == Order::single) return {1, Certainty::exact};
    return {name.part.empty() ? 0 : stream.part_page, Certainty::at_most};
  }

  /// As many as the service counted since the stream was last walked to its end. Where it listed fewer than
  /// it had counted before, the count is not of what it lists, and says nothing of the next walk.
  std::optional<std::int64_t> counted_since(const Stream& stream, const store::StreamName& name) {
    if (stream.count_field.empty()) return std::nullopt;
    const auto walked = writer_.cursor(account_, name).complete_to;
    if (walked && writer_.profile_looked(account_) <= walked) return std::nullopt;
    return writer_.profile_number(account_, stream.count_field);
  }

  /// All there is: as the service last counted it, else as many as are stored, else its cap.
  Number all(const Stream& stream, const store::StreamName& name) {
    const std::int64_t stored = writer_.count_members(account_, name);
    const auto counted = counted_since(stream, name);
    const bool known = counted || writer_.cursor(account_, name).settled > 0;
    const std::int64_t expected = std::max(stored, counted.value_or(0));
    if (stream.depth_cap > 0 && (!known || expected > stream.depth_cap))
      return {stream.depth_cap, Certainty::at_most};
    return known ? Number{expected, Certainty::about} : Number{stored, Certainty::unknown};
  }

  /// What tells that nothing is new, and at most what the service has counted since beyond what is stored.
  Number news(const Stream& stream, const store::StreamName& name) {
    const std::int64_t stored = writer_.count_members(account_, name);
    std::int64_t more = std::max<std::int64_t>(0, counted_since(stream, name).value_or(0) - stored);
    if (stream.depth_cap > 0) more = std::min(more, std::max<std::int64_t>(0, stream.depth_cap - stored));
    const auto certainty = more > 0 ? Certainty::at_most : Certainty::about;
    if (has_mark(stream)) return {more, certainty};
    return {more + std::min<std::int64_t>(stored, stream.page_first), certainty};
  }

  static Estimate unknown_parts(const Stream& stream) {
    return {.stream = {stream.name, "*"}, .certainty = Certainty::unknown, .calls = 0};
  }

  const Connector& connector_;
  store::Writer& writer_;
  std::string_view account_;
  const WalkOptions& options_;
  Instant now_;
};

}  // namespace

std::vector<Estimate> estimate(const Connector& connector, const std::vector<Selected>& selected,
                               store::Writer& writer, std::string_view account, const WalkOptions& options,
                               Instant now) {
  std::vector<Estimate> result;
  Estimator estimator(connector, writer, account, options, now);
  for (const auto& one : selected)
    if (one.missing_scope.empty()) estimator.add(*one.stream, result);
  return result;
}

}  // namespace locker::sync
