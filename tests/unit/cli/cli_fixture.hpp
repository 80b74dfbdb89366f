#pragma once

#include <gmock/gmock.h>

#include <deque>
#include <fstream>
#include <set>
#include <sstream>

#include "lib/connector/descriptor.hpp"
#include "lib/store/write/writer.hpp"
#include "tests/integration/program.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::test {

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The real program with its own home and configuration folder.
class CliFixture : public ::testing::Test {
 protected:
  CliFixture() {
    environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"},
                   {"HOME", folder.path().string()},
                   {"LOCKER_HOME", home.root().string()},
                   {"XDG_CONFIG_HOME", (folder.path() / "config").string()}};
  }

  Outcome locker(std::vector<std::string> words, const std::string& input = {}) {
    words.insert(words.begin(), test::program_path());
    return run(words, environment, input);
  }

  void write_config(const std::string& text) {
    std::filesystem::create_directories(folder.path() / "config" / "locker");
    std::ofstream(folder.path() / "config" / "locker" / "config.toml") << text;
  }

  /// Creates an account with a few posts, and a part of a stream.
  void make_locker() {
    writer().ensure_account("twitter", "twitter", std::nullopt, now);
    for (int id = 1; id <= 3; ++id) store_post(std::to_string(id));
    store({"list-members", "12"}, "contact/twitter", "7", R"({"id":"7","username":"ann"})", "user");
    std::filesystem::create_directories(home.account("twitter"));
    std::ofstream(home.account("twitter") / "me.json") << R"({"connector":"twitter"})";
  }

  void store_post(const std::string& id) {
    store({"tweets", ""}, "status/twitter", id, R"({"id":")" + id + R"(","text":"post )" + id + "\"}",
          "post");
  }

  void store(const store::StreamName& stream, const std::string& type, const std::string& id,
             const std::string& raw, const std::string& shape, const std::string& text = {}) {
    store::Observation seen;
    seen.type = type;
    seen.key = id;
    seen.shape = shape;
    seen.raw = bytes_.emplace_back(raw);
    seen.text = text.empty() ? "post " + id : text;
    seen.time = now;
    auto page = writer().begin_page("twitter", stream, 1, 0, now, now);
    (void)page.store({seen}, {{type, id}});
    page.commit();
  }

  store::Writer& writer() {
    if (!writer_) writer_ = std::make_unique<store::Writer>(home, registry_);
    return *writer_;
  }

  void close_writer() { writer_.reset(); }

  TemporaryFolder folder;
  Home home{folder.path() / "home"};
  Variables environment;
  Instant now = from_millis(1'790'000'000'000);

 private:
  connector::Registry registry_ = connector::compiled_in();
  std::deque<std::string> bytes_;
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace locker::test
