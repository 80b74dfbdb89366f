#include "lib/http/server/write_behind.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>

#include "tests/unit/support/temporary_folder.hpp"

namespace locker::http {
namespace {

using std::chrono::milliseconds;

/// A connection, and its other end, which reads only on request.
class WriteBehindTest : public ::testing::Test {
 protected:
  WriteBehindTest() {
    int both[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) throw std::runtime_error("no sockets");
    here.emplace(both[0]);
    there.emplace(both[1]);
  }
  std::string take(std::size_t bytes) {
    std::string taken;
    while (taken.size() < bytes) {
      const auto piece = there->peek().substr(0, bytes - taken.size());
      if (piece.empty()) break;
      taken += piece;
      there->consume(piece.size());
    }
    return taken;
  }
  /// Returns bytes that differ from their predecessors.
  static std::string text(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at < size; ++at) bytes[at] = static_cast<char>((at * 31 + at / 251) % 127);
    return bytes;
  }

  test::TemporaryFolder folder;
  std::optional<Connection> here, there;
};

TEST_F(WriteBehindTest, keeps_what_nobody_takes_yet_and_sends_it_in_order) {
  const std::string all = text(8 << 20);
  WriteBehind behind(*here, folder.path(), {.most = 16 << 20, .patience = milliseconds{0}});
  for (std::size_t at = 0; at < all.size(); at += 100'000)
    here->write(std::string_view(all).substr(at, 100'000));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "what is kept has no name";
  auto taken = std::async(std::launch::async, [&] { return take(all.size()); });
  behind.finish();
  EXPECT_TRUE(taken.get() == all);
}

TEST_F(WriteBehindTest, waits_for_room_and_uses_it_again) {
  const std::string all = text(8 << 20);
  WriteBehind behind(*here, folder.path(), {.most = 300'001, .patience = milliseconds{60'000}});
  auto taken = std::async(std::launch::async, [&] { return take(all.size()); });
  for (std::size_t at = 0; at < all.size(); at += 77'777)
    here->write(std::string_view(all).substr(at, 77'777));
  behind.finish();
  EXPECT_TRUE(taken.get() == all);
}

TEST_F(WriteBehindTest, waits_no_longer_for_who_takes_a_little_now_and_then) {
  const std::string much = text(1 << 20);
  const WriteBehind behind(*here, folder.path(), {.most = 1 << 20, .patience = milliseconds{20}});
  auto little = std::async(std::launch::async, [&] {
    try {
      while (!take(1).empty()) continue;
    } catch (const Disconnected&) {
    }
  });
  const auto write_for_ever = [&] {
    for (;;) here->write(much);
  };
  EXPECT_THROW(write_for_ever(), Disconnected);
  here->stop();
  little.get();
}

TEST_F(WriteBehindTest, leaves_the_connection_as_it_was) {
  { const WriteBehind behind(*here, folder.path(), {.most = 10, .patience = milliseconds{0}}); }
  here->write("hello");
  EXPECT_EQ(take(5), "hello");
}

}  // namespace
}  // namespace locker::http
