#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace locker::test {

/// The program as it was built, the folder of the tests' own files, that of systemd's units. Functions, so
/// that no other test is compiled differently in another folder, and a compiler cache serves all clones.
[[nodiscard]] const char* program_path();
[[nodiscard]] const char* fixtures_path();
[[nodiscard]] const char* units_path();

/// What a finished process left.
struct Outcome {
  int code = -1;  ///< exit code, or 128 and the signal that ended it
  std::string out, err;
};

/// The environment of a process: only what is named here.
using Variables = std::map<std::string, std::string>;

/// A process of a program under test. It is killed if it still runs when this goes.
class Process {
 public:
  Process(const std::vector<std::string>& command, const Variables& environment,
          const std::string& input = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] int id() const { return id_; }
  void signal(int number) const;
  /// What it has written to standard output, as far as it was waited for.
  [[nodiscard]] const std::string& output() const { return outcome_.out; }
  /// Waits until it has written `text`, to standard output or error; false if it ended, or `patience` did,
  /// without.
  bool wait_for_output(std::string_view text, std::chrono::seconds patience = std::chrono::seconds(60));
  /// Waits for its end; kills it, and so fails the test, after `patience`.
  Outcome wait(std::chrono::seconds patience = std::chrono::seconds(60));

 private:
  bool take_some(std::chrono::steady_clock::time_point deadline);

  int id_ = -1;
  int out_ = -1, err_ = -1;
  Outcome outcome_;
};

/// Runs to the end.
Outcome run(const std::vector<std::string>& command, const Variables& environment,
            const std::string& input = {});

}  // namespace locker::test
