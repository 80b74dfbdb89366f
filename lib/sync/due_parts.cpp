#include "lib/sync/due_parts.hpp"

#include <algorithm>
#include <chrono>

#include "lib/sync/selection.hpp"

namespace locker::sync {

bool is_due(store::Writer& writer, const std::string& account, const connector::Stream& stream,
            const Part& part, const WalkOptions& options, Instant now) {
  if (options.full || options.accept_removals) return true;
  const store::Cursor cursor = writer.cursor(account, part.name);
  if (is_part_unchanged(part, cursor) && writer.unanswered(account, part.name).empty()) return false;
  if (stream.max_part_size == 0) return true;
  if (cursor.settled == 0 || cursor.mode != store::WalkMode::none || !cursor.full_at) return true;
  // Changes of earlier runs count too: such a run may have been interrupted before it reached this part.
  if (!stream.parts_refreshed_by.empty() &&
      writer.members_changed_since(account, stream.parts_refreshed_by, *cursor.full_at))
    return true;
  return now - *cursor.full_at >= std::chrono::seconds(stream.full_interval_s);
}

std::optional<std::int64_t> expected_elements(store::Writer& writer, const std::string& account,
                                              const connector::Stream& stream, const store::StreamName& name,
                                              const WalkOptions& options) {
  const bool first = writer.cursor(account, name).settled == 0;
  if (!(first || options.full) || stream.count_field.empty()) return std::nullopt;
  auto count = writer.profile_number(account, stream.count_field);
  if (count && stream.depth_cap > 0) count = std::min(*count, stream.depth_cap);
  return count;
}

}  // namespace locker::sync
