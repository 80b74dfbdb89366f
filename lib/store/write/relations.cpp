#include "lib/store/write/relations.hpp"

namespace locker::store {

void Relations::note(std::int64_t record, const Observation& observation) {
  note_reply(record, observation);
  note_people(observation);
}

/// People change their handles: the latest report counts.
void Relations::note_people(const Observation& observation) {
  for (const auto& person : observation.people)
    statement_.run(
        "INSERT INTO named(account, person, handle, name, seen) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT(account, person) DO UPDATE SET handle = excluded.handle,"
        " name = coalesce(excluded.name, name), seen = excluded.seen WHERE excluded.seen > seen",
        account_, person.id, person.handle, or_null(person.name),
        to_millis(person.today ? observed_ : observation.time.value_or(observed_)));
}

/// A source that does not report a value does not clear it. A post that begins its own conversation needs no
/// row.
void Relations::note_reply(std::int64_t record, const Observation& observation) {
  const bool begins_it = observation.conversation.empty() || observation.conversation == observation.key;
  if (observation.reply_to.empty() && begins_it) return;
  statement_.run(
      "INSERT INTO reply(record, target, conversation) VALUES (?1, ?2, ?3) ON CONFLICT(record) DO UPDATE SET"
      " target = coalesce(excluded.target, target), conversation = coalesce(excluded.conversation, "
      "conversation) WHERE coalesce(excluded.target, target) IS NOT target"
      " OR coalesce(excluded.conversation, conversation) IS NOT conversation",
      record, or_null(observation.reply_to), or_null(observation.conversation));
}

}  // namespace locker::store
