#pragma once

#include <cstdint>

#include "lib/sync/walk.hpp"

namespace locker::sync {

/// Builds the page queries of one walk, each as large as is sensible and fits the budget.
class PageRequests {
 public:
  /// All arguments must outlive this object. `stream` has the order of `part`.
  PageRequests(const WalkContext& context, const connector::Stream& stream, const Part& part);

  /// Returns the query for the page at `cursor`, with `size` elements if they fit the budget. `rereads`: the
  /// page was read before. Throws Error{payment} if not even the smallest page fits.
  [[nodiscard]] PageQuery next(const store::Cursor& cursor, int size, bool rereads) const;
  /// True if `token` leads to another service: the answer that gave it out does, or the service's address is
  /// another since then.
  [[nodiscard]] bool leaves_service(const std::string& token) const;
  /// The smallest page size.
  [[nodiscard]] int least() const;
  /// True if one response holds the whole list, or this part of it.
  [[nodiscard]] bool is_single_response() const { return is_single_response_; }
  /// True if pages are numbered from the top.
  [[nodiscard]] bool numbered() const { return numbered_; }
  /// True if elements are not counted against the limits: they were read before and cost nothing. Otherwise a
  /// list that a limit interrupts in each run could never be verified.
  [[nodiscard]] bool is_uncounted(bool rereads) const { return rereads && is_free(); }
  [[nodiscard]] bool may_reread(std::int64_t elements) const;
  /// The same of the whole list, as far as it is stored, and a small page of what is new.
  [[nodiscard]] bool may_read_all_again() const;
  /// Reports that this is why absent members stay undecided: it ends no other stream, but the run comes to
  /// Error{payment}.
  void tell_undecided(StreamReport& report) const;

 private:
  [[nodiscard]] PageQuery query_of(const std::string& token) const;
  [[nodiscard]] std::int64_t all() const;
  [[nodiscard]] bool is_free() const { return numbered_ && stream_.price.each == 0; }

  const WalkContext& context_;
  const connector::Stream& stream_;
  const Part& part_;
  const bool is_single_response_;
  const bool numbered_;
};

}  // namespace locker::sync
