#include "tests/loopback/client.hpp"

#include <gtest/gtest.h>

#include "tests/integration/free_port.hpp"

namespace locker::test {
namespace {

/// The HTTP client of the tests.
TEST(Client, says_that_there_was_no_answer_to_who_looks_into_it) {
  loopback::Client client("127.0.0.1", free_port());
  EXPECT_FALSE(client.Get("/"));
  EXPECT_THROW((void)client.Get("/", {{"Accept", "*/*"}})->status, std::runtime_error);
  EXPECT_THROW((void)(*client.Post("/", "", "text/plain")).body, std::runtime_error);
}

}  // namespace
}  // namespace locker::test
