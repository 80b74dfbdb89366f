#include "lib/sync/page_requests.hpp"

#include <optional>

namespace locker::sync {
namespace {

bool is_one_answer(const connector::Stream& stream, const Part& part) {
  return stream.order == connector::Order::single || (!part.name.part.empty() && stream.max_part_size > 0);
}

}  // namespace

PageRequests::PageRequests(const WalkContext& context, const connector::Stream& stream, const Part& part)
    : context_(context),
      stream_(stream),
      part_(part),
      is_single_response_(is_one_answer(stream, part)),
      numbered_(context.service.connector().facts().numbered_pages) {}

int PageRequests::least() const {
  if (!is_single_response_) return stream_.min_page_size;
  return part_.name.part.empty() ? 1 : stream_.max_part_size;
}

PageQuery PageRequests::next(const store::Cursor& cursor, int size, bool rereads) const {
  const int wanted = is_single_response_ ? least() : size;
  const auto fitting = is_uncounted(rereads) ? std::optional(wanted)
                                             : context_.budget.fit(wanted, least(), stream_.price.each);
  if (!fitting) throw context_.budget.exhausted(least(), stream_.price.each);
  PageQuery query = query_of(cursor.token);
  query.since_id = cursor.since;
  query.size = is_single_response_ ? 0 : *fitting;
  query.likely_stored = is_repeated_walk(cursor);
  return query;
}

bool PageRequests::leaves_service(const std::string& token) const {
  return !token.empty() && context_.service.leaves_service(query_of(token));
}

PageQuery PageRequests::query_of(const std::string& token) const {
  PageQuery query;
  query.stream = &stream_;
  query.part = part_.name.part;
  query.subject = part_.facts.subject;
  query.token = token;
  return query;
}

bool PageRequests::may_reread(std::int64_t elements) const {
  return is_free() || context_.budget.has_room_for(elements, stream_.price.each);
}

std::int64_t PageRequests::all() const {
  return context_.writer.count_members(context_.account, part_.name) + stream_.initial_page_size;
}

bool PageRequests::may_read_all_again() const { return may_reread(all()); }

void PageRequests::tell_undecided(StreamReport& report) const {
  const Error error = context_.budget.undecided(all(), stream_.price.each);
  report.outcome = error.kind();
  report.message = error.what();
  report.hint = error.hint();
}

}  // namespace locker::sync
