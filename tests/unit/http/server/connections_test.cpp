#include "lib/http/server/connections.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace locker::http {
namespace {

using Phase = Connections::Phase;

/// A connection of a server, and the client's end of it.
class Pair {
 public:
  explicit Pair(Connections& all) {
    std::array<int, 2> ends{};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    client.emplace(ends[0]);
    server.emplace(ends[1]);
    entry.emplace(all, *server);
  }
  bool is_closed() { return client->is_closed(); }

  std::optional<Connection> client, server;
  std::optional<Connections::Entry> entry;
};

TEST(Connections, give_a_new_one_the_place_of_the_one_that_waited_longest) {
  Connections all(3);
  Pair first(all), second(all), third(all);
  first.entry->set(Phase::waiting);  // once more
  Pair fourth(all);
  EXPECT_TRUE(fourth.entry->is_admitted());
  EXPECT_TRUE(second.is_closed());
  EXPECT_FALSE(first.is_closed() || third.is_closed() || fourth.is_closed());
}

TEST(Connections, take_no_place_from_one_with_a_request_under_way) {
  Connections all(2);
  Pair first(all), second(all);
  first.entry->set(Phase::busy);
  second.entry->set(Phase::busy);
  {
    Pair third(all);
    EXPECT_FALSE(third.entry->is_admitted());
  }
  second.entry->set(Phase::answered);
  Pair fourth(all);
  EXPECT_TRUE(fourth.entry->is_admitted());
  EXPECT_TRUE(second.is_closed());
  EXPECT_FALSE(first.is_closed());
}

TEST(Connections, leave_their_place_once) {
  Connections all(1);
  Pair first(all);
  {
    const Pair second(all);
    EXPECT_TRUE(first.is_closed());
    first.entry.reset();
    const Pair third(all);
    EXPECT_TRUE(third.entry->is_admitted());
  }
  Pair fourth(all);
  fourth.entry->set(Phase::busy);
  EXPECT_FALSE(Pair(all).entry->is_admitted());
}

}  // namespace
}  // namespace locker::http
