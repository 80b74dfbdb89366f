#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "lib/http/metered.hpp"
#include "lib/store/dump.hpp"
#include "lib/sync/account_run.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/temporary_folder.hpp"
#include "tests/unit/sync/fake_service.hpp"

namespace locker::test {

/// Thrown where a test simulates that the process is killed; no code catches it.
struct Killed {};

/// Returns the ids `from`, `from - 1`, … `to`: newest first.
inline std::vector<int> falling(int from, int to) {
  std::vector<int> ids;
  for (int id = from; id >= to; --id) ids.push_back(id);
  return ids;
}

/// A signed-in account of the paper service, with its own locker.
class SyncFixture : public ::testing::Test {
 protected:
  SyncFixture() : home(folder.path() / "home"), registry({&fake_descriptor()}) {
    request.account = "paper";
    request.api_base = "https://paper";
    request.only = {"notes", "stars"};
    fresh_home("home");
  }

  /// Switches to another, empty locker.
  void fresh_home(const std::string& name) {
    home = Home(folder.path() / name);
    restart();
    writer->ensure_account("paper", "paper", std::nullopt, clock.time);
    writer->bind_account("paper", "7", "user7");
  }

  [[nodiscard]] std::string logical_dump() const {
    std::string lines;
    store::dump(store::Database::open_for_reading(home),
                [&](std::string_view line) { lines.append(line).append("\n"); });
    return lines;
  }

  /// Reopens the archive as a new process would.
  void restart() {
    writer.reset();
    writer = std::make_unique<store::Writer>(home, registry);
  }

  sync::AccountReport sync_once() {
    http::RequestMeter meter;
    const auto transport = http::make_metered(service, meter);
    service.urls.clear();
    return sync::run_account(
        request, {home, connector, *transport, meter, *writer, clock, caps, progress, stop.get_token()});
  }

  /// Syncs and is killed at the n-th request (from 1) before its response; true if it got that far.
  bool killed_at_request(std::size_t n) {
    service.on_request = [n](std::size_t number) {
      if (number == n) throw Killed();
    };
    bool killed = false;
    try {
      (void)sync_once();
    } catch (const Killed&) {
      killed = true;
    }
    service.on_request = nullptr;
    restart();
    return killed;
  }

  sync::AccountReport sync_only(std::vector<std::string> streams) {
    request.only = std::move(streams);
    return sync_once();
  }

  [[nodiscard]] std::vector<std::string> members(const std::string& stream) const {
    return rows(
        home,
        "SELECT r.key FROM membership m JOIN stream s ON s.id = m.stream JOIN record r ON r.id = m.record"
        " WHERE m.ended IS NULL AND (s.name || CASE WHEN s.part = '' THEN '' ELSE '/' || s.part END) = '" +
            stream + "' ORDER BY -m.placed, m.position");
  }
  [[nodiscard]] store::Cursor cursor(const std::string& stream, const std::string& part = {}) const {
    return writer->cursor("paper", {stream, part});
  }
  static const sync::StreamReport& stream(const sync::AccountReport& report, const std::string& name) {
    for (const auto& one : report.streams)
      if (one.stream.text() == name) return one;
    throw std::out_of_range(name);
  }

  TemporaryFolder folder;
  Home home;
  connector::Registry registry;
  ManualClock clock;
  FakeService service;
  FakeConnector connector;
  sync::Progress progress;
  sync::Caps caps;
  std::stop_source stop;
  sync::RunRequest request;
  std::unique_ptr<store::Writer> writer;
};

inline std::vector<std::string> as_text(const std::vector<int>& ids) {
  std::vector<std::string> result;
  for (const int id : ids) result.push_back(std::to_string(id));
  return result;
}

}  // namespace locker::test
