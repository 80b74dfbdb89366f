#include "cli/interrupt.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "lib/base/exit_code.hpp"

namespace locker::cli {
namespace {

using namespace std::chrono_literals;
using ::testing::ExitedWithCode;

/// Sends the signal, and waits until it has been noticed.
void interrupt_once(const Interrupt& interrupt) {
  kill(getpid(), SIGTERM);
  while (!interrupt.token().stop_requested()) std::this_thread::yield();
}

TEST(Interrupt, that_takes_too_long_to_stop_ends_with_the_code_of_the_command) {
  for (const int code : {exit_code::kDone, exit_code::kInterrupted})
    EXPECT_EXIT(
        {
          const Interrupt interrupt(1ms, code);
          interrupt_once(interrupt);
          for (;;) pause();
        },
        ExitedWithCode(code), "");
}

TEST(Interrupt, that_comes_twice_ends_at_once_with_130) {
  EXPECT_EXIT(
      {
        const Interrupt interrupt(1h, exit_code::kDone);
        interrupt_once(interrupt);
        kill(getpid(), SIGTERM);
        for (;;) pause();
      },
      ExitedWithCode(exit_code::kInterrupted), "");
}

}  // namespace
}  // namespace locker::cli
