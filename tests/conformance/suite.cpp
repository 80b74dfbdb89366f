#include "tests/conformance/suite.hpp"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>

namespace locker::conformance {
namespace {

Words sorted(Words ids) {
  const std::set<std::string> once(ids.begin(), ids.end());
  return {once.begin(), once.end()};
}

}  // namespace

loopback::Fault fault(std::string kind) {
  loopback::Fault made;
  made.kind = std::move(kind);
  return made;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Words lines_of(const std::string& text) {
  std::istringstream stream(text);
  Words lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void Suite::TearDown() {
  if (stage) {
    EXPECT_THAT(stage->unexpected(), ::testing::IsEmpty());
  }
}

void Suite::begin(Size size, int port, Spelling spelling) {
  relay.reset();
  stage = GetParam().make(size);
  relay = std::make_unique<Relay>(stage->base(), port);
  relay->spell(spelling);
  const Outcome outcome = sign_in();
  ASSERT_EQ(outcome.code, kDone) << outcome.err;
  relay->forget();
}

Outcome Suite::sign_in() const {
  const SignIn sign_in = stage->sign_in();
  Words words{"auth", id()};
  words.insert(words.end(), sign_in.options.begin(), sign_in.options.end());
  return locker(words, {}, sign_in.input);
}

const connector::Descriptor& Suite::facts() const {
  static const connector::Registry registry = connector::compiled_in();
  const connector::Descriptor* found = registry.find(id());
  if (!found) throw std::runtime_error("no connector " + id());
  return *found;
}

Variables Suite::environment() const {
  Variables variables{{"PATH", "/usr/bin:/bin"},
                      {"HOME", folder.path().string()},
                      {"LOCKER_HOME", home.string()},
                      {"TZ", "UTC"},
                      {"BROWSER", "/bin/true"},
                      {"ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0"},
                      {"LD_PRELOAD", test::quick_clock_path()},
                      {"LOCKER_WAITS", (folder.path() / "waits").string()}};
  for (const auto& [name, value] : stage->environment(relay->base())) variables[name] = value;
  return variables;
}

Words Suite::command(const Words& arguments) const {
  Words words{GetParam().is_template ? LOCKER_WITH_TEMPLATES : test::program_path()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

Outcome Suite::locker(const Words& arguments, const Variables& further, const std::string& input) const {
  Variables variables = environment();
  for (const auto& [name, value] : further) variables[name] = value;
  return test::run(command(arguments), variables, input);
}

Outcome Suite::sync(const Words& arguments, int code) const {
  Words words{"sync", id()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  Outcome outcome = locker(words);
  EXPECT_EQ(outcome.code, code) << outcome.err << outcome.out;
  return outcome;
}

json Suite::summary(const Words& arguments, int code) const {
  Words words{"--json"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Outcome outcome = sync(words, code);
  const Words lines = lines_of(outcome.out);
  if (lines.empty()) throw std::runtime_error("no summary: " + outcome.err);
  return json::parse(lines.back());
}

Words Suite::only_paged(const Words& further) const {
  Words words{"--only", stage->paged_stream()};
  words.insert(words.end(), further.begin(), further.end());
  return words;
}

Words Suite::all_streams() const {
  std::string names;
  for (const auto& stream : facts().streams) names += (names.empty() ? "" : ",") + stream.name;
  return {"--only", names};
}

std::string Suite::dump() const {
  const Outcome outcome = locker({"__dump"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  return outcome.out;
}

json Suite::query(const Words& arguments) const {
  Words words{"query", "--format", "json"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Outcome outcome = locker(words);
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  return json::parse(outcome.out);
}

json Suite::history(const Words& arguments) const {
  Words words{"history", "--format", "json"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Outcome outcome = locker(words);
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  return json::parse(outcome.out);
}

Words Suite::members(const std::string& stream) const {
  Words ids;
  for (const auto& row : query({"--stream", stream})) ids.push_back(row["id"]);
  return sorted(std::move(ids));
}

Words Suite::truth(const std::string& stream) const {
  const auto ids = stage->truth(stream);
  if (!ids) throw std::runtime_error("the stage of " + id() + " does not know the stream " + stream);
  return sorted(*ids);
}

Words Suite::actions_of(const std::string& record, const std::string& stream) const {
  const std::string type = facts().stream(stream)->type;
  Words actions;
  for (const auto& change : history({"--after", "0"}))
    if (change["id"] == record && change["type"] == type) actions.push_back(change["action"]);
  return actions;
}

void Suite::expect_all_of(const std::string& stream) const {
  EXPECT_EQ(members(stream), truth(stream)) << stream;
}

void Suite::keep_as_beginning() const {
  std::filesystem::remove_all(folder.path() / "beginning");
  std::filesystem::copy(home, folder.path() / "beginning", std::filesystem::copy_options::recursive);
}

void Suite::back_to_the_beginning() const {
  std::filesystem::remove_all(home);
  std::filesystem::copy(folder.path() / "beginning", home, std::filesystem::copy_options::recursive);
}

void Suite::for_some(long count, const std::function<void(long)>& attempt, long share, long turn) {
  const long step = getenv("LOCKER_CONFORMANCE_ALL") ? 1 : std::max(1L, (count + share - 1) / share);
  for (long number = turn % step; number < count && !HasFatalFailure(); number += step) attempt(number);
}

Suite::Whole Suite::without_trouble(const Words& arguments) {
  keep_as_beginning();
  relay->forget();
  sync(arguments);
  Whole whole{dump(), {}};
  for (const auto& one : relay->passed()) whole.targets.push_back(one.target);
  back_to_the_beginning();
  return whole;
}

Suite::Whole Suite::page_by_page() {
  Whole whole = without_trouble(only_paged({"--max-items", "1000000"}));
  std::erase_if(whole.targets, [&](const std::string& target) {
    return target.find(stage->paged_target()) == std::string::npos;
  });
  EXPECT_GE(whole.targets.size(), 4u);
  return whole;
}

std::optional<Words> Suite::begin_with_something_deleted() {
  sync();
  const auto deletion = stage->erase();
  if (!deletion) return std::nullopt;
  keep_as_beginning();
  return deletion->look;
}

long Suite::passed_with(const std::string& target) const {
  return std::ranges::count_if(
      relay->passed(), [&](const Passed& one) { return one.target.find(target) != std::string::npos; });
}

std::vector<long> Suite::waits() const {
  const auto file = folder.path() / "waits";
  std::vector<long> all;
  for (const auto& line : lines_of(text_of(file))) all.push_back(std::stol(line));
  std::filesystem::remove(file);
  return all;
}

}  // namespace locker::conformance
