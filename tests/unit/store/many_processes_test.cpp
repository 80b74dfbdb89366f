#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "lib/base/error.hpp"
#include "lib/store/query.hpp"
#include "lib/store/write/verify.hpp"
#include "tests/unit/support/sql.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::store {
namespace {

constexpr int kWriters = 8, kReaders = 8, kPages = 12, kPageSize = 20;
constexpr std::uintmax_t kLogBound = 96u << 20;

class ManyProcesses : public test::StoreFixture {
 protected:
  /// Starts a process that exits with 0 if `work` does not throw.
  static pid_t in_a_process(const std::function<void()>& work) {
    const pid_t id = fork();
    if (id == 0) {
      try {
        work();
        _exit(0);
      } catch (const std::exception& error) {
        fprintf(stderr, "%s\n", error.what());
        _exit(1);
      }
    }
    return id;
  }

  void write(int number) {
    Writer own(home, registry);
    const std::string body(8'000, 'x');
    for (int page = 0; page < kPages; ++page) {
      std::deque<std::string> raws;
      std::vector<Observation> seen;
      for (int i = 0; i < kPageSize; ++i) {
        const std::string id = std::to_string(number) + "-" + std::to_string(page) + "-" + std::to_string(i);
        auto one = note(id, "");
        one.raw = raws.emplace_back(R"({"id":")" + id + R"(","text":")" + body + "\"}");
        one.text = "shared word";
        seen.push_back(one);
      }
      auto begun = own.begin_page("paper", {"part", std::to_string(number)}, 1, 0, now, now);
      begun.store(seen, names(seen));
      begun.commit();
      if (log_size() > kLogBound) throw std::runtime_error("the log has grown beyond its bound");
    }
  }

  /// 0 if there is no log at the moment.
  [[nodiscard]] std::uintmax_t log_size() const {
    std::error_code none;
    const auto size = std::filesystem::file_size(home.database().string() + "-wal", none);
    return none ? 0 : size;
  }

  /// Reads until all records are there; their number must never decrease.
  void read() {
    std::int64_t seen = 0;
    while (seen < kWriters * kPages * kPageSize) {
      const auto database = Database::open_for_reading(home);
      std::int64_t rows = 0;
      query(database, registry, {}, [&](const QueryRow& row) {
        if (row.raw.size() < 8'000) throw std::runtime_error("half a record");
        ++rows;
        return true;
      });
      if (rows < seen) throw std::runtime_error("something went away");
      seen = rows;
    }
  }
};

TEST_F(ManyProcesses, write_and_read_at_once_and_nobody_is_told_that_it_is_busy) {
  writer.reset();
  std::vector<pid_t> processes;
  for (int i = 0; i < kWriters; ++i) processes.push_back(in_a_process([&] { write(i); }));
  for (int i = 0; i < kReaders; ++i) processes.push_back(in_a_process([&] { read(); }));
  for (const pid_t id : processes) {
    int status = -1;
    waitpid(id, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  EXPECT_EQ(test::rows(home, "SELECT count(*) FROM record"),
            std::vector<std::string>{std::to_string(kWriters * kPages * kPageSize)});
  EXPECT_EQ(test::rows(home, "SELECT count(*), max(seq) FROM change"),
            std::vector<std::string>{std::to_string(2 * kWriters * kPages * kPageSize) + "|" +
                                     std::to_string(2 * kWriters * kPages * kPageSize)});
  EXPECT_TRUE(verify(Database::open_for_writing(home), {}).problems.empty());
}

TEST_F(ManyProcesses, leave_the_log_bounded_beside_a_reader_that_has_stopped_reading) {
  see({note("first", R"({"id":"first"})")});
  int asked[2], gone[2];
  ASSERT_EQ(pipe(asked), 0);
  ASSERT_EQ(pipe(gone), 0);
  const pid_t reader = in_a_process([&] {
    // Stops in the middle of the rows, like a client that does not read any more.
    query(Database::open_for_reading(home), registry, {}, [&](const QueryRow&) {
      char byte = 'r';
      if (::write(asked[1], &byte, 1) != 1 || ::read(gone[0], &byte, 1) != 1)
        throw std::runtime_error("pipe");
      return false;
    });
  });
  char byte = 0;
  ASSERT_EQ(::read(asked[0], &byte, 1), 1);
  for (int number = 0; number < 30; ++number) EXPECT_NO_THROW(write(number)) << "more than the log may hold";
  ASSERT_EQ(::write(gone[1], &byte, 1), 1);
  int status = -1;
  waitpid(reader, &status, 0);
  EXPECT_EQ(status, 0);
  for (const int end : {asked[0], asked[1], gone[0], gone[1]}) close(end);
}

}  // namespace
}  // namespace locker::store
