#include "lib/serve/change_feed.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <future>

#include "lib/base/error.hpp"
#include "lib/serve/publisher.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::serve {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Prevents files from being opened during its lifetime.
class NoDescriptors {
 public:
  NoDescriptors() {
    // The undefined behaviour sanitizer opens a pipe when it checks an object's type for the first time.
    EXPECT_STREQ(Error(ErrorKind::internal, "any").what(), "any");
    getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit none{0, before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

class Feed : public ::testing::Test {
 protected:
  void publish(const std::string& id) const {
    Publisher(home, registry, clock).publish("notes", {"note/notes", R"({"id":")" + id + "\"}"});
  }

  test::TemporaryFolder folder;
  Home home{folder.path() / "home"};
  connector::Registry registry{{}};
  test::ManualClock clock;
};

TEST_F(Feed, goes_on_where_what_is_done_at_peace_fails) {
  std::promise<std::string> complaint;
  ChangeFeed feed(
      home, [] { throw Error(ErrorKind::internal, "the disk is full"); },
      [&, first = true](const std::string& what) mutable {
        if (std::exchange(first, false)) complaint.set_value(what);
      });
  publish("1");
  auto told = complaint.get_future();
  ASSERT_EQ(told.wait_for(60s), std::future_status::ready);
  EXPECT_THAT(told.get(), HasSubstr("the disk is full"));
  const auto known = feed.last();
  publish("2");
  EXPECT_TRUE(feed.wait_for_change_after(known, 60s, {}));
}

class LinkedArchive : public Feed {
 protected:
  /// Moves the archive to another folder, and leaves a link to it.
  void move_away(const std::string& name) const {
    std::filesystem::create_directories(disk);
    std::filesystem::rename(home.database(), disk / name);
    std::filesystem::create_symlink(disk / name, home.database());
  }
  std::filesystem::path disk = folder.path() / "disk";
};

TEST_F(LinkedArchive, tells_of_its_changes) {
  publish("1");
  move_away("locker.db");
  ChangeFeed feed(
      home, [] {}, [](const std::string&) {});
  const auto known = feed.last();
  publish("2");
  EXPECT_TRUE(feed.wait_for_change_after(known, 60s, {}));
}

TEST_F(LinkedArchive, tells_of_its_changes_under_whatever_name_it_was_moved_away_meanwhile) {
  publish("1");
  std::promise<void> idle;
  ChangeFeed feed(
      home,
      [&, first = true]() mutable {
        if (std::exchange(first, false)) idle.set_value();
      },
      [](const std::string&) {});
  const auto known = feed.last();
  move_away("archive.sqlite");
  ASSERT_EQ(idle.get_future().wait_for(60s), std::future_status::ready) << "it was noticed";
  publish("2");
  EXPECT_TRUE(feed.wait_for_change_after(known, 60s, {}));
}

TEST_F(Feed, that_cannot_watch_is_an_error_of_who_makes_it) {
  home.create();
  const NoDescriptors full;
  EXPECT_THROW(ChangeFeed(
                   home, [] {}, [](const std::string&) {}),
               Error);
}

}  // namespace
}  // namespace locker::serve
