#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/store/write/current_memberships.hpp"
#include "lib/store/write/walked.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// The memberships of one stream while one walk meets them. Lives for one transaction.
class Memberships {
 public:
  /// `met` is how many elements the walk met on earlier pages: positions go on from there.
  Memberships(WriteContext& context, std::int64_t account, std::int64_t stream, std::int64_t walk,
              std::int64_t settled, std::int64_t met, Instant now);

  /// The walk met `record` next, in the service's order. `is_new`: it was stored just now.
  void meet(std::int64_t record, bool is_new, std::string_view detail, PageResult& result);
  /// Ends those that the walk did not meet, as far as `proof` reaches.
  ProofResult end_unmet(const Proof& proof);
  /// Remembers what the walk met and how far down the stream it has come, for its next page. Once, before
  /// the commit.
  void save();

 private:
  void keep_up(const CurrentMembership& current, std::int64_t record, PageResult& result);
  static bool is_another(const CurrentMembership& current, std::string_view detail);
  void end(const CurrentMembership& current, std::int64_t record);
  void join(std::int64_t record, std::string_view detail, PageResult& result);
  [[nodiscard]] bool leads_the_stream(const CurrentMembership& current);
  [[nodiscard]] Place place_of_next();
  [[nodiscard]] bool any_below(const Place& place);
  void make_room(const Place& next);
  void keep_or_move(const CurrentMembership& current, std::int64_t record);
  [[nodiscard]] bool proves_absence_of(std::int64_t record, const Proof& proof);
  [[nodiscard]] bool is_spared(std::int64_t record, const Proof& proof);
  [[nodiscard]] bool stands_above_the_end(const Place& place) const;

  WriteContext& context_;
  std::int64_t account_, stream_, walk_, settled_;
  Walked walked_;
  CurrentMemberships current_;
  Instant now_;
  std::optional<Place> last_known_;  ///< of this page, to see whether the order still holds
  std::optional<Place> deepest_;     ///< of this walk
  int breaks_ = 0;                   ///< how often this page has shown that the order changed
  bool at_the_bottom_ = false;       ///< nothing stands below `deepest_`
  bool first_page_;
};

}  // namespace locker::store
