#include "lib/base/secret.hpp"

#include <gtest/gtest.h>

#include <array>
#include <new>
#include <ostream>

namespace locker {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Comparable = requires(const T& value) {
  value == value;
};
static_assert(Printable<std::string> && !Printable<Secret>);
static_assert(Comparable<std::string> && !Comparable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<std::string, Secret>);

const std::string kLong(200, 'k');

/// The bytes in which an object is constructed, which outlive it.
struct Place {
  alignas(Secret) std::array<char, sizeof(Secret)> bytes{};
  [[nodiscard]] bool holds(std::string_view text) const {
    return std::string_view(bytes.data(), bytes.size()).find(text) != std::string_view::npos;
  }
};

TEST(Secret, leaves_no_trace_where_it_lay) {
  Place place;
  auto* secret = new (place.bytes.data()) Secret(std::string("token-12"));
  ASSERT_TRUE(place.holds("token-12"));
  secret->~Secret();
  EXPECT_FALSE(place.holds("oken"));
}

TEST(Secret, moving_it_leaves_nothing_behind) {
  Place place;
  auto* secret = new (place.bytes.data()) Secret(std::string("token-12"));
  const Secret moved(std::move(*secret));
  EXPECT_EQ(moved.reveal(), "token-12");
  EXPECT_TRUE(secret->empty());
  EXPECT_FALSE(place.holds("oken"));
  secret->~Secret();
}

TEST(Secret, a_shorter_one_in_its_place_leaves_nothing_of_the_longer) {
  Place place;
  auto* secret = new (place.bytes.data()) Secret(std::string("token-12"));
  const Secret shorter(std::string("ab"));
  *secret = shorter;
  EXPECT_EQ(secret->reveal(), "ab");
  EXPECT_FALSE(place.holds("ken"));
  secret->~Secret();
}

TEST(Secret, assigning_takes_the_whole_text_at_every_length) {
  for (const auto& text : {std::string(), std::string("short"), kLong}) {
    for (const auto& before : {std::string(), std::string("other"), std::string(500, 'o')}) {
      Secret copied(before), moved(before);
      const Secret source(text);
      copied = source;
      Secret going(text);
      moved = std::move(going);
      EXPECT_EQ(copied.reveal(), text);
      EXPECT_EQ(moved.reveal(), text);
      EXPECT_EQ(source.reveal(), text);
    }
  }
}

TEST(Secret, assigning_it_to_itself_keeps_it) {
  Secret secret(kLong);
  const Secret& same = secret;
  secret = same;
  EXPECT_EQ(secret.reveal(), kLong);
  Secret& itself = secret;
  secret = std::move(itself);
  EXPECT_EQ(secret.reveal(), kLong);
}

}  // namespace
}  // namespace locker
