#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/dump.hpp"
#include "lib/store/write/writer.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::test {

/// A synthetic service for tests of the store: notes with counters and several shapes, and people.
inline const connector::Descriptor& fake_connector() {
  static const connector::Descriptor kPaper = [] {
    connector::Descriptor facts;
    facts.id = "paper";
    facts.title = "Paper";
    connector::Type note;
    note.name = "status/paper";
    note.title = "notes";
    note.shapes = {{"full", 0},
                   {"brief", 1},
                   {"reference", 9},
                   {"export", connector::kExportRank},
                   {"rest", connector::kExportRank + 1},
                   {"mention", connector::kPartialExportRank}};
    note.volatile_fields = {"counts", "box.views"};
    note.aliases = {{"old_name", "new_name"}};
    note.volatile_part_fields = {{"media", "views"}};
    connector::Type person;
    person.name = "contact/paper";
    person.title = "people";
    person.shapes = {{"full", 0}};
    facts.types = {note, person};
    connector::Stream notes;
    notes.name = "notes";
    notes.type = note.name;
    notes.order = connector::Order::by_id;
    connector::Stream stars;
    stars.name = "stars";
    stars.type = note.name;
    facts.streams = {notes, stars};
    return facts;
  }();
  return kPaper;
}

/// A locker in a temporary home with one account, "paper", and helpers that store pages.
class StoreFixture : public ::testing::Test {
 protected:
  StoreFixture() : home(folder.path() / "home"), registry({&fake_connector()}) {
    writer = std::make_unique<store::Writer>(home, registry);
    writer->ensure_account("paper", "paper", std::nullopt, now);
  }

  /// Returns an observation whose raw bytes live as long as the fixture.
  store::Observation note(const std::string& id, const std::string& raw, const std::string& text = {},
                          const std::string& shape = "full") {
    store::Observation seen;
    seen.type = "status/paper";
    seen.key = id;
    seen.shape = shape;
    seen.raw = keep.emplace_back(raw);
    seen.text = text;
    seen.time = now;
    return seen;
  }

  static std::vector<store::RecordName> names(const std::vector<store::Observation>& seen) {
    std::vector<store::RecordName> result;
    for (const auto& one : seen) result.push_back({one.type, one.key});
    return result;
  }

  /// Stores one page of a walk; the cursor moves as the engine would move it.
  store::PageResult page(const std::string& stream, std::int64_t walk,
                         const std::vector<store::Observation>& seen) {
    auto begun = begin(stream, walk);
    const auto members = names(seen);
    const auto result = begun.store(seen, members);
    auto cursor = cursor_of(stream, walk);
    cursor.met += static_cast<std::int64_t>(members.size());
    begun.save_cursor(cursor);
    begun.commit();
    cursors[stream] = cursor;
    return result;
  }

  /// Completes the walk; members that it did not see are no longer listed.
  store::ProofResult end_walk(const std::string& stream, std::int64_t walk, const store::Proof& proof) {
    auto begun = begin(stream, walk);
    const auto result = begun.prove_absence(proof);
    auto cursor = cursor_of(stream, walk);
    cursor.settled = walk;
    begun.save_cursor(cursor);
    begun.commit();
    cursors[stream] = cursor;
    return result;
  }

  store::PageResult see(const std::vector<store::Observation>& seen) {
    auto begun = begin("notes", 1);
    const auto result = begun.store(seen, {});
    begun.commit();
    return result;
  }

  /// Stores observations from an export that was created at `made`.
  store::PageResult import(Instant made, const std::vector<store::Observation>& seen) {
    auto begun = writer->begin_page("paper", {"notes", ""}, 1, run, made, now, "archive");
    const auto result = begun.store(seen, {});
    begun.commit();
    return result;
  }

  store::Page begin(const std::string& stream, std::int64_t walk) {
    return writer->begin_page("paper", {stream, ""}, walk, run, now, now, source);
  }

  store::Cursor cursor_of(const std::string& stream, std::int64_t walk) {
    store::Cursor cursor = cursors[stream];
    if (cursor.walk != walk) {
      cursor.walk = walk;
      cursor.met = 0;
    }
    return cursor;
  }

  [[nodiscard]] std::string dump() const {
    std::string text;
    store::dump(store::Database::open_for_reading(home),
                [&](std::string_view line) { text.append(line) += '\n'; });
    return text;
  }

  void later(std::chrono::milliseconds span = std::chrono::hours(1)) { now += span; }

  TemporaryFolder folder;
  Home home;
  connector::Registry registry;
  std::deque<std::string> keep;
  Instant now = from_millis(1'790'000'000'000);
  std::string source = "api";
  std::int64_t run = 0;
  std::map<std::string, store::Cursor> cursors;
  std::unique_ptr<store::Writer> writer;
};

}  // namespace locker::test
