#include "tests/conformance/made_up_for.hpp"

#include <algorithm>
#include <iterator>

#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

/// Returns the dump without changes, older versions, and the forms that a record was merged from; sorted.
Words there_is(const std::string& dump) {
  Words lines = lines_of(dump);
  std::erase_if(lines, [](const std::string& line) {
    return line.starts_with(R"({"change")") || line.find(R"("newest":0,)") != std::string::npos;
  });
  for (auto& line : lines)
    if (const auto merged = line.find(R"(,"merged":)"); merged != std::string::npos)
      line.erase(merged, line.find(R"(,"text":)", merged) - merged);
  std::ranges::sort(lines);
  return lines;
}

auto records_in(const Words& lines) {
  return std::ranges::count_if(lines, [](const auto& line) { return line.starts_with(R"({"record")"); });
}

}  // namespace

Words lacks(const std::string& dump, const std::string& whole) {
  const Words there = there_is(dump), expected = there_is(whole);
  Words missing;
  std::ranges::set_difference(expected, there, std::back_inserter(missing));
  if (const auto more = records_in(there) - records_in(expected); more > 0)
    missing.push_back(std::to_string(more) + " records more");
  return missing;
}

}  // namespace locker::conformance
