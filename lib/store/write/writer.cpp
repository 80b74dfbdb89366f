#include "lib/store/write/writer.hpp"

#include "lib/store/write/state.hpp"
#include "lib/store/write/write_transaction.hpp"
#include "lib/store/write/writer_state.hpp"

namespace locker::store {

Counts& Counts::operator+=(const Counts& other) {
  created += other.created;
  updated += other.updated;
  deleted += other.deleted;
  restored += other.restored;
  added += other.added;
  removed += other.removed;
  unchanged += other.unchanged;
  forgotten += other.forgotten;
  return *this;
}

Writer::Writer(const Home& home, const connector::Registry& registry)
    : state_(std::make_unique<State>(State{WriteContext(Database::open_for_writing(home), registry)})) {
  state_->context.register_facts();
}

Writer::~Writer() = default;

void Writer::release_cache() { state_->context.database.sqlite().exec("PRAGMA shrink_memory"); }

Page Writer::begin_page(std::string_view account, const StreamName& stream, std::int64_t walk,
                        std::int64_t run, Instant observed, Instant now, std::string_view source) {
  return Page::begin(state_->context, {.account = state_->require(account).id,
                                       .account_name = std::string(account),
                                       .stream = stream,
                                       .walk = walk,
                                       .run = run,
                                       .observed = observed,
                                       .now = now,
                                       .source = std::string(source)});
}

}  // namespace locker::store
