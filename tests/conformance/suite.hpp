#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>

#include "lib/connector/descriptor.hpp"
#include "tests/conformance/relay.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/integration/program.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::conformance {

using nlohmann::json;
using test::Outcome;

constexpr int kDone = 0, kPartly = 3, kSignInNeeded = 4, kTemporary = 5, kBudgetReached = 6,
              kInterrupted = 130;

/// How many points of many are tried without LOCKER_CONFORMANCE_ALL=1.
constexpr long kShare = 8;

/// The real program in a home of its own, a connector's stand-in service, and the relay between them. The
/// program's waits take no time (quick_clock.cpp).
class Suite : public ::testing::TestWithParam<StageEntry> {
 protected:
  Suite() : home(folder.path() / "home") {}
  /// Fails the test if the service was asked what it has no route for.
  void TearDown() override;

  /// A service, and an account that is signed in to it. Its relay listens at `port` (0: any free one) and
  /// writes in that spelling from the first.
  void begin(Size size = Size::small, int port = 0, Spelling spelling = Spelling::plain);

  [[nodiscard]] const connector::Descriptor& facts() const;
  [[nodiscard]] std::string id() const { return GetParam().connector; }
  [[nodiscard]] Variables environment() const;
  [[nodiscard]] Words command(const Words& arguments) const;
  /// Signs in, also once more.
  Outcome sign_in() const;
  Outcome locker(const Words& arguments, const Variables& further = {}, const std::string& input = {}) const;
  /// `sync ACCOUNT` with further arguments, which ends with `code`.
  Outcome sync(const Words& arguments = {}, int code = kDone) const;
  /// The same; its summary.
  json summary(const Words& arguments = {}, int code = kDone) const;
  [[nodiscard]] Words only_paged(const Words& further = {}) const;
  /// All streams, also those that are off until asked for.
  [[nodiscard]] Words all_streams() const;

  [[nodiscard]] std::string dump() const;
  [[nodiscard]] json query(const Words& arguments) const;
  [[nodiscard]] json history(const Words& arguments) const;
  /// Ids, sorted, each once.
  [[nodiscard]] Words members(const std::string& stream) const;
  [[nodiscard]] Words truth(const std::string& stream) const;
  /// The actions that the history has of a record, oldest first.
  [[nodiscard]] Words actions_of(const std::string& record, const std::string& stream) const;
  void expect_all_of(const std::string& stream) const;

  /// Keeps the home as it is, as the state from which each attempt begins.
  void keep_as_beginning() const;
  void back_to_the_beginning() const;

  /// Calls for each of the numbers 0…count-1, or for a share of them spread over all: another one at each
  /// `turn`, so that those of a test that has several meet more of them.
  static void for_some(long count, const std::function<void(long)>& attempt, long share = kShare,
                       long turn = 0);

  /// What the archive holds after a sync of which nothing went wrong, and what that asked for. The home is
  /// then as it was before, and that is its beginning.
  struct Whole {
    std::string dump;
    Words targets;
    [[nodiscard]] long requests() const { return static_cast<long>(targets.size()); }
  };
  Whole without_trouble(const Words& arguments);
  /// The same of the paged stream alone. Under a cap nothing is asked for ahead: the targets are its pages in
  /// order.
  Whole page_by_page();
  /// What to ask for, where it is known that something was deleted since a first sync; that is the beginning
  /// then. Absent: the service never tells.
  std::optional<Words> begin_with_something_deleted();

  /// The waits of the program since the last call, in milliseconds.
  [[nodiscard]] std::vector<long> waits() const;
  /// How often something with that in its target was asked for since all was forgotten.
  [[nodiscard]] long passed_with(const std::string& target) const;

  test::TemporaryFolder folder;
  std::filesystem::path home;
  std::unique_ptr<Stage> stage;
  std::unique_ptr<Relay> relay;
};

[[nodiscard]] loopback::Fault fault(std::string kind);
[[nodiscard]] std::string text_of(const std::filesystem::path& file);
[[nodiscard]] Words lines_of(const std::string& text);

/// How the test framework shows what a case runs over.
inline void PrintTo(const StageEntry& entry, std::ostream* out) { *out << entry.connector; }

/// Runs a suite's cases over every connector that has a stage.
#define LOCKER_OVER_EVERY_CONNECTOR(suite)                                        \
  INSTANTIATE_TEST_SUITE_P(every_connector, suite, ::testing::ValuesIn(stages()), \
                           [](const auto& entry) { return entry.param.connector; })

}  // namespace locker::conformance
