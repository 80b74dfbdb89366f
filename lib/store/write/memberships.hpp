#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/store/write/current_memberships.hpp"
#include "lib/store/write/walked.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// Updates the memberships of one stream as one walk meets its members. Lives for one transaction.
class Memberships {
 public:
  /// `met` is the number of elements the walk met on earlier pages: positions continue from there.
  Memberships(WriteContext& context, std::int64_t account, std::int64_t stream, std::int64_t walk,
              std::int64_t settled, std::int64_t met, Instant now);

  /// The walk met `record` next, in the service's order. `is_new`: it was stored just now.
  void meet(std::int64_t record, bool is_new, std::string_view detail, PageResult& result);
  /// Ends the memberships that the walk did not meet, as far as `proof` allows.
  ProofResult end_unmet(const Proof& proof);
  /// Saves what the walk met and how far down the stream it got, for its next page. Call once, before the
  /// commit.
  void save();

 private:
  void keep_membership(const CurrentMembership& current, std::int64_t record, PageResult& result);
  static bool detail_differs(const CurrentMembership& current, std::string_view detail);
  void end(const CurrentMembership& current, std::int64_t record);
  void join(std::int64_t record, std::string_view detail, PageResult& result);
  [[nodiscard]] bool is_first_member(const CurrentMembership& current);
  [[nodiscard]] Place place_of_next();
  [[nodiscard]] bool any_below(const Place& place);
  void make_room(const Place& next);
  void keep_or_move(const CurrentMembership& current, std::int64_t record);
  [[nodiscard]] bool proves_absence_of(std::int64_t record, const Proof& proof);
  [[nodiscard]] bool is_spared(std::int64_t record, const Proof& proof);
  [[nodiscard]] bool is_above_end(const Place& place) const;

  WriteContext& context_;
  std::int64_t account_, stream_, walk_, settled_;
  Walked walked_;
  CurrentMemberships current_;
  Instant now_;
  std::optional<Place> last_known_;  ///< on this page, to detect a changed order
  std::optional<Place> deepest_;     ///< reached by this walk
  int breaks_ = 0;                   ///< how often this page showed that the order changed
  bool reached_bottom_ = false;      ///< there is nothing below `deepest_`
  bool first_page_;
};

}  // namespace locker::store
