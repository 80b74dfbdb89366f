#include "lib/import/unique_time_keys.hpp"

#include <functional>
#include <string_view>

namespace locker::imports {
namespace {

/// More than any conversation has events at one time, or any time has keys. Elements beyond that become
/// further versions of the last one.
constexpr int kMost = 1'000;

}  // namespace

void UniqueTimeKeys::tell_apart(store::Observation& seen) {
  if (seen.time != time_ || called_.size() == kMost) {
    time_ = seen.time;
    called_.clear();
    numbers_.clear();
  }
  const int number = number_of(seen);
  if (number > 1) seen.key += ":" + std::to_string(number);
}

int UniqueTimeKeys::number_of(const store::Observation& seen) {
  const std::pair thing(seen.key, std::hash<std::string_view>{}(seen.raw));
  if (const auto known = numbers_.find(thing); known != numbers_.end()) return known->second;
  int& last = called_[seen.key];
  return last == kMost ? last : numbers_[thing] = ++last;
}

}  // namespace locker::imports
