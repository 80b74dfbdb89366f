#pragma once

#include <algorithm>
#include <fstream>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {

/// Archives of the generator (tests/archive), which shares no code with the importer, imported by the real
/// program.
class Import : public LockerTest {
 protected:
  /// Creates the archive `name` and returns the expected result.
  json make(const std::string& name, const Words& options = {}) {
    const auto truth = folder.path() / (name + ".truth");
    Words words{"/usr/bin/python3", std::string(fixtures_path()) + "/../archive/make_archive.py", path(name)};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), {"--truth", truth.string()});
    const Outcome outcome = run(words, {{"PATH", "/usr/bin:/bin"}});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return json::parse(text_of(truth));
  }
  std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  Outcome import(const Words& files, const Words& options = {}) const {
    Words words{"import", "twitter"};
    for (const auto& file : files) words.push_back(path(file));
    words.insert(words.end(), options.begin(), options.end());
    return locker(words);
  }
  void expect_import(const Words& files, const Words& options = {}) const {
    const Outcome outcome = import(files, options);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
  }
  /// Returns the peak memory of that command.
  long peak_kb(const Words& command) const {
    Words words{"/usr/bin/python3", "-c",
                "import resource, subprocess, sys; subprocess.check_call(sys.argv[1:], stdout=2);"
                " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
                program_path()};
    words.insert(words.end(), command.begin(), command.end());
    const Outcome outcome = run(words, environment());
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return std::stol(outcome.out);
  }
  void begin_anew() const { std::filesystem::remove_all(home); }

  std::map<std::string, json> rows(const Words& arguments) const {
    std::map<std::string, json> found;
    for (const auto& row : query(arguments)) found[row["id"]] = row;
    return found;
  }
  std::string one(const std::string& statement) const {
    const Outcome outcome = locker({"query", "--sql", statement, "--format", "tsv"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const auto lines = lines_of(outcome.out);
    return lines.size() > 1 ? lines[1] : std::string();
  }
  /// Returns the dump without the changes, whose order depends on which part of an archive was read first.
  std::string state() const {
    std::string kept;
    for (const auto& line : lines_of(dump()))
      if (!line.starts_with("{\"change\"")) kept += line + "\n";
    return kept;
  }
  std::string everywhere() const {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home))
      if (entry.is_regular_file()) bytes += text_of(entry.path());
    return bytes;
  }

  void expect_posts(const json& truth) const {
    const auto posts = rows({"--type", "status", "--all"});
    json wanted = truth["posts"];
    wanted.update(truth.value("loose", json::object()));
    for (const auto& [id, text] : wanted.items()) {
      ASSERT_TRUE(posts.contains(id)) << id << " " << text;
      EXPECT_EQ(posts.at(id)["text"], text) << id;
    }
    const json times = truth.value("times", json::object());
    for (const auto& [id, time] : times.items()) EXPECT_EQ(posts.at(id)["time"], time) << id;
  }
  void expect_messages(const json& truth) const {
    const auto messages = rows({"--type", "message", "--all"});
    EXPECT_EQ(messages.size(), truth["messages"].size());
    for (const auto& [id, text] : truth["messages"].items()) EXPECT_EQ(messages.at(id)["text"], text) << id;
    const auto events = rows({"--type", "event", "--all"});
    for (const auto& [id, raw] : truth["events"].items()) {
      ASSERT_TRUE(events.contains(id)) << id;
      const Outcome found = locker(
          {"query", "--sql", "SELECT raw FROM versions WHERE type = 'event/twitter' AND id = '" + id + "'",
           "--format", "jsonl"});
      EXPECT_EQ(json::parse(json::parse(found.out)["raw"].get<std::string>()), raw);
    }
  }
  void expect_all(const json& truth) const {
    expect_posts(truth);
    expect_messages(truth);
    EXPECT_EQ(json(members("likes")), truth["likes"]);
    Words deleted;
    for (const auto& [id, row] : rows({"--deleted", "--all"})) deleted.push_back(id);
    EXPECT_EQ(json(deleted), truth["deleted"]);
  }
};

}  // namespace locker::test
