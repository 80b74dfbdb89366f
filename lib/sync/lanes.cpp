#include "lib/sync/lanes.hpp"

#include <map>
#include <thread>

namespace locker::sync {

void run_in_lanes(const std::vector<std::string>& keys, const std::function<void(std::size_t)>& work) {
  std::map<std::string, std::vector<std::size_t>> lanes;
  for (std::size_t index = 0; index < keys.size(); ++index) lanes[keys[index]].push_back(index);
  std::vector<std::jthread> threads;
  for (const auto& lane : lanes)
    threads.emplace_back([&work, &indices = lane.second] {
      for (const std::size_t index : indices) work(index);
    });
}

}  // namespace locker::sync
