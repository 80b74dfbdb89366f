#include "lib/sync/parallel_by_key.hpp"

#include <map>
#include <thread>

namespace locker::sync {

void parallel_by_key(const std::vector<std::string>& keys, const std::function<void(std::size_t)>& work) {
  std::map<std::string, std::vector<std::size_t>> groups;
  for (std::size_t index = 0; index < keys.size(); ++index) groups[keys[index]].push_back(index);
  std::vector<std::jthread> threads;
  for (const auto& group : groups)
    threads.emplace_back([&work, &indices = group.second] {
      for (const std::size_t index : indices) work(index);
    });
}

}  // namespace locker::sync
