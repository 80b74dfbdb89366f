#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace locker::test {

/// Paths of the built program, of the library with which its clock runs faster, of the test fixtures, and of
/// the systemd units. Functions rather than macros, so that the tests compile identically in every folder, a
/// compiler cache serves all clones, and several files can be compiled as one.
[[nodiscard]] const char* program_path();
[[nodiscard]] const char* quick_clock_path();
[[nodiscard]] const char* fixtures_path();
[[nodiscard]] const char* units_path();

/// The result of a finished process.
struct Outcome {
  int code = -1;  ///< exit code, or 128 plus the signal that ended it
  std::string out, err;
};

/// The environment of a process: only these variables.
using Variables = std::map<std::string, std::string>;

/// A process of a program under test. The destructor kills it if it is still running.
class Process {
 public:
  Process(const std::vector<std::string>& command, const Variables& environment,
          const std::string& input = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] int id() const { return id_; }
  void signal(int number) const;
  /// Returns the standard output read so far.
  [[nodiscard]] const std::string& output() const { return outcome_.out; }
  /// Waits until the process has written `text` to standard output or error; false if it ended without, or
  /// after `patience`.
  bool wait_for_output(std::string_view text, std::chrono::seconds patience = std::chrono::seconds(60));
  /// Waits for the end of the process; kills it after `patience`, so that the test fails.
  Outcome wait(std::chrono::seconds patience = std::chrono::seconds(60));

 private:
  bool take_some(std::chrono::steady_clock::time_point deadline);

  int id_ = -1;
  int out_ = -1, err_ = -1;
  Outcome outcome_;
};

/// Runs a program to its end.
Outcome run(const std::vector<std::string>& command, const Variables& environment,
            const std::string& input = {});

}  // namespace locker::test
