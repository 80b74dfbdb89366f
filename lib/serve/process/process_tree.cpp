#include "lib/serve/process/process_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>

namespace locker::serve {
namespace {

/// Returns a process's fields in /proc/PID/stat after its name, which may contain any character: state,
/// parent, group, session, terminal, its group, flags, ... (proc(5)). Empty if the process is gone.
std::string stat_of(const std::string& pid) {
  const int file = open(("/proc/" + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  char text[1024];
  const ssize_t got = read(file, text, sizeof(text) - 1);
  close(file);
  const std::string stat(text, got > 0 ? static_cast<std::size_t>(got) : 0);
  const auto name_end = stat.rfind(')');
  constexpr std::size_t kToState = 2;
  return name_end == std::string::npos ? std::string() : stat.substr(name_end + kToState);
}

/// Returns 0 if the process is gone.
pid_t parent_of(const std::string& pid) {
  const std::string stat = stat_of(pid);
  if (stat.empty() || stat[0] == 'Z') return 0;
  return static_cast<pid_t>(std::strtol(stat.c_str() + 1, nullptr, 10));
}

std::multimap<pid_t, pid_t> children_by_parent() {
  std::multimap<pid_t, pid_t> children;
  DIR* const folder = opendir("/proc");
  if (!folder) return children;
  while (const dirent* entry = readdir(folder)) {
    if (!std::isdigit(static_cast<unsigned char>(entry->d_name[0]))) continue;
    if (const pid_t parent = parent_of(entry->d_name); parent > 0)
      children.emplace(parent, static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10)));
  }
  closedir(folder);
  return children;
}

}  // namespace

std::vector<pid_t> descendants_of(pid_t ancestor) {
  const auto children = children_by_parent();
  std::vector<pid_t> found{ancestor};
  for (std::size_t at = 0; at < found.size(); ++at) {
    const auto [first, last] = children.equal_range(found[at]);
    for (auto child = first; child != last; ++child) found.push_back(child->second);
  }
  found.erase(found.begin());
  return found;
}

bool is_ending(pid_t pid) {
  constexpr unsigned long kExiting = 0x4;  // the kernel's PF_EXITING
  constexpr int kToFlags = 6;
  const std::string stat = stat_of(std::to_string(pid));
  if (stat.empty() || stat[0] == 'Z' || stat[0] == 'X') return true;
  std::istringstream fields(stat);
  std::string field;
  for (int skipped = 0; skipped < kToFlags; ++skipped) fields >> field;
  unsigned long flags = 0;
  fields >> flags;
  return (flags & kExiting) != 0;
}

}  // namespace locker::serve
