#include "lib/base/block_output.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace locker {
namespace {

constexpr int kLines = 100'000;

void write_line(BlockOutput& output, int number) {
  output.text().append(std::to_string(number)).append("\n");
  output.flush_if_full();
}

TEST(BlockOutput, writes_all_in_order_and_in_far_fewer_blocks) {
  std::string written, expected;
  int blocks = 0;
  BlockOutput output([&](std::string_view block) {
    written += block;
    ++blocks;
  });
  for (int i = 0; i < kLines; ++i) {
    write_line(output, i);
    expected.append(std::to_string(i)).append("\n");
  }
  output.flush();
  EXPECT_EQ(written, expected);
  EXPECT_LT(blocks, kLines / 1'000);
}

TEST(BlockOutput, needs_no_thread_for_small_blocks) {
  std::string written, expected;
  std::vector<std::thread::id> writers;
  std::size_t longest = 0;
  BlockOutput output(
      [&](std::string_view block) {
        written += block;
        longest = std::max(longest, block.size());
        writers.push_back(std::this_thread::get_id());
      },
      BlockOutput::Size::small);
  for (int i = 0; i < kLines; ++i) {
    write_line(output, i);
    expected.append(std::to_string(i)).append("\n");
  }
  output.flush();
  EXPECT_EQ(written, expected);
  EXPECT_LT(longest, 20'000u);
  EXPECT_EQ(writers, std::vector(writers.size(), std::this_thread::get_id()));
}

TEST(BlockOutput, needs_no_thread_for_a_few_rows) {
  std::vector<std::thread::id> writers;
  BlockOutput output([&](std::string_view) { writers.push_back(std::this_thread::get_id()); });
  write_line(output, 1);
  output.flush();
  output.flush();
  EXPECT_EQ(writers, std::vector{std::this_thread::get_id()});
}

TEST(BlockOutput, goes_on_after_a_flush) {
  std::string written;
  BlockOutput output([&](std::string_view block) { written += block; });
  output.text() = std::string(1 << 20, 'a');
  output.flush_if_full();
  output.flush();
  output.text() += 'b';
  output.flush();
  EXPECT_EQ(written, std::string(1 << 20, 'a') + 'b');
}

TEST(BlockOutput, tells_the_next_call_what_a_write_threw_and_writes_no_more) {
  int writes = 0;
  BlockOutput output([&](std::string_view) {
    ++writes;
    throw std::runtime_error("full");
  });
  const auto fill = [&] {
    for (int i = 0; i < kLines; ++i) write_line(output, i);
  };
  EXPECT_THROW(fill(), std::runtime_error);
  EXPECT_THROW(output.flush(), std::runtime_error);
  EXPECT_EQ(writes, 1);
}

TEST(BlockOutput, does_not_write_what_was_not_flushed) {
  std::string written;
  {
    BlockOutput output([&](std::string_view block) { written += block; });
    output.text() = "half a row";
  }
  EXPECT_EQ(written, "");
}

}  // namespace
}  // namespace locker
