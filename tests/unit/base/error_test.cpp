#include "lib/base/error.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace locker {
namespace {

/// Programs read the names, and they are stored in the table of runs.
TEST(Error, the_names_of_kinds_stay_as_they_are) {
  constexpr std::pair<ErrorKind, std::string_view> kNames[] = {{ErrorKind::internal, "internal"},
                                                               {ErrorKind::usage, "usage"},
                                                               {ErrorKind::sign_in, "sign-in"},
                                                               {ErrorKind::forbidden, "forbidden"},
                                                               {ErrorKind::gone, "gone"},
                                                               {ErrorKind::rate_limit, "rate-limit"},
                                                               {ErrorKind::network, "network"},
                                                               {ErrorKind::malformed, "malformed"},
                                                               {ErrorKind::payment, "payment"},
                                                               {ErrorKind::no_locker, "no-locker"},
                                                               {ErrorKind::locked, "locked"},
                                                               {ErrorKind::guard, "guard"},
                                                               {ErrorKind::interrupted, "interrupted"}};
  for (const auto& [kind, name] : kNames) EXPECT_EQ(name_of(kind), name);
}

TEST(Error, one_that_is_caught_as_any_exception_says_what_failed_and_keeps_kind_and_hint) {
  try {
    throw Error(ErrorKind::guard, "twitter: 40 of 50 likes are gone", "run it again");
  } catch (const std::exception& caught) {
    EXPECT_STREQ(caught.what(), "twitter: 40 of 50 likes are gone");
    const auto* error = dynamic_cast<const Error*>(&caught);
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(error->kind(), ErrorKind::guard);
    EXPECT_EQ(error->hint(), "run it again");
  }
}

}  // namespace
}  // namespace locker
