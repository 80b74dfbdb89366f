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
  std::int64_t calls = 1;
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
      if (asks_for_all() || !is_part_unchanged(part, writer_.cursor(account_, part.name)))
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
    const bool is_single_response =
        stream.order == Order::single || (!name.part.empty() && stream.max_part_size > 0);
    Number expected = is_single_response ? one_answer(stream, name)
                      : full             ? all(stream, name)
                                         : news(stream, name);
    if (plan.resumed && full) expected.value = std::max<std::int64_t>(0, expected.value - plan.cursor.met);
    return price(stream, name, expected, full && !is_single_response);
  }

  Estimate price(const Stream& stream, const store::StreamName& name, Number expected, bool full) const {
    Estimate result{.stream = name,
                    .certainty = expected.certainty,
                    .calls = expected.calls,
                    .resources = expected.value,
                    .full = full};
    if (full) result.calls = calls_for(expected.value, stream.max_page_size);
    result.cost = expected.value * stream.price.each;
    result.cost_with_included =
        result.cost + expected.value * kIncludedPerElement * stream.price.each_included;
    return result;
  }

  static Number one_answer(const Stream& stream, const store::StreamName& name) {
    if (stream.order == Order::single) return {1, Certainty::exact};
    return {name.part.empty() ? 0 : stream.max_part_size, Certainty::at_most};
  }

  /// Returns the number of members, without those of its parts if these belong to the same stream.
  std::int64_t members(const Stream& stream, const store::StreamName& name) {
    std::int64_t count = writer_.count_members(account_, name);
    if (stream.parts_of == stream.name && name.part.empty())
      for (const auto& part : writer_.parts(account_, stream.name))
        count -= writer_.count_members(account_, part);
    return count;
  }

  std::optional<std::int64_t> counted(const Stream& stream) {
    if (stream.count_field.empty()) return std::nullopt;
    return writer_.profile_number(account_, stream.count_field);
  }

  /// Returns by how much the service's count grew since the last completed walk. The count itself does not
  /// measure what the service lists (it includes suspended accounts, for example).
  std::int64_t counted_since(const Stream& stream, const store::StreamName& name) {
    const auto now = counted(stream);
    if (!now) return 0;
    const auto walked = writer_.cursor(account_, name).complete_to;
    const auto then =
        walked ? writer_.profile_number_on(account_, stream.count_field, *walked) : members(stream, name);
    return std::max<std::int64_t>(0, *now - then.value_or(*now));
  }

  /// Estimates all elements: by the service's last count, or by the stored ones and the growth since; else by
  /// the cap.
  Number all(const Stream& stream, const store::StreamName& name) {
    const std::int64_t stored = members(stream, name);
    const bool walked = writer_.cursor(account_, name).settled > 0;
    const bool known = walked || counted(stream);
    const std::int64_t expected =
        walked ? stored + counted_since(stream, name) : std::max(stored, counted(stream).value_or(0));
    if (stream.depth_cap > 0 && (!known || expected > stream.depth_cap))
      return {stream.depth_cap, Certainty::at_most};
    return known ? Number{expected, Certainty::about} : Number{stored, Certainty::unknown};
  }

  /// Estimates the new elements by the service's count, and the known ones that are read to find where these
  /// end.
  Number news(const Stream& stream, const store::StreamName& name) {
    const std::int64_t stored = members(stream, name);
    std::int64_t more = counted_since(stream, name);
    if (stream.depth_cap > 0) more = std::min(more, std::max<std::int64_t>(0, stream.depth_cap - stored));
    if (has_mark(stream)) return {more, Certainty::about, calls_for(more, stream.max_page_size)};
    return probing(stream, more, stored + more);
  }

  /// Counts pages that grow while they bring new elements, and one that brings none.
  static Number probing(const Stream& stream, std::int64_t more, std::int64_t listed) {
    Number read{0, Certainty::about, 0};
    std::int64_t begin = 0;
    const store::Cursor walk{.mode = store::WalkMode::incremental};
    int size = first_page_size(stream, walk);
    do {
      begin = read.value;
      read.value = std::min<std::int64_t>(begin + size, listed);
      ++read.calls;
      size = next_page_size(stream, walk, size, true);
    } while (begin < more && read.value < listed);
    return read;
  }

  static std::int64_t calls_for(std::int64_t elements, int page) {
    return std::max<std::int64_t>(1, (elements + page - 1) / page);
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
