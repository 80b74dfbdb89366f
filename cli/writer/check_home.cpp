#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/writer/checkup.hpp"
#include "lib/base/file_lock.hpp"

namespace locker::cli {
namespace {

namespace fs = std::filesystem;

/// The free space that a migration or a backup needs at least; more if the archive is larger.
constexpr std::uintmax_t kLeastSpace = 500'000'000;
constexpr mode_t kOthers = 0077;

/// Returns what is wrong with the permissions; empty if nothing, or if the file does not exist.
std::string too_open(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  if (status.st_uid != geteuid()) return path.string() + " belongs to somebody else";
  if ((status.st_mode & kOthers) != 0) return path.string() + " can be read or changed by others";
  return {};
}

void check_permissions(Findings& findings, const Context& context) {
  const Home& home = context.home;
  std::vector<fs::path> places{home.root(), home.database(), home.root() / "token"};
  for (const auto& account : home.accounts()) {
    places.push_back(home.account(account));
    places.push_back(home.account(account) / "auth.json");
    places.push_back(home.account(account) / "auth.json.next");
  }
  bool all_well = true;
  for (const auto& place : places) {
    const std::string problem = too_open(place);
    if (problem.empty()) continue;
    all_well = false;
    findings.push_back({"", "permissions", false, problem, "chmod go= " + place.string()});
  }
  if (all_well)
    findings.push_back(
        {"", "permissions", true, home.root().string() + " and what is in it are yours alone", ""});
}

std::string in_megabytes(std::uintmax_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

void check_space(Findings& findings, const Home& home) {
  std::error_code error;
  const auto space = fs::space(home.root(), error);
  if (error) return;
  const auto size = fs::file_size(home.database(), error);
  const auto least = std::max(kLeastSpace, error ? 0 : size);
  const bool is_well = space.available >= least;
  findings.push_back({"", "disk", is_well,
                      in_megabytes(space.available) + " are free" +
                          (is_well ? "" : ", fewer than the archive may need (" + in_megabytes(least) + ")"),
                      is_well ? "" : "make room on the disk that holds " + home.root().string()});
}

void check_config(Findings& findings, const fs::path& path) {
  std::error_code ignored;
  // Its content has been read before this: a mistake in it ends every command.
  const bool is_there = !path.empty() && fs::exists(path, ignored);
  findings.push_back({"", "configuration", true,
                      is_there ? path.string() + " is read" : "there is no configuration file", ""});
}

/// A held lock is normal, but reported to users who wait for it.
void check_lock(Findings& findings, const std::string& account, const fs::path& path, const char* doing) {
  if (!FileLock::is_held(path)) return;
  const auto holder = FileLock::holder(path);
  findings.push_back(
      {account, "lock", true,
       std::string(doing) + (holder ? ", by process " + std::to_string(*holder) : std::string()), ""});
}

void check_server(Findings& findings, const Home& home) {
  const fs::path path = home.root() / "serve.lock";
  const bool runs = FileLock::is_held(path);
  const auto holder = runs ? FileLock::holder(path) : std::nullopt;
  findings.push_back(
      {"", "server", true,
       runs ? "locker serve is running" + (holder ? " as process " + std::to_string(*holder) : std::string())
            : std::string("locker serve is not running"),
       ""});
}

}  // namespace

void check_home(Findings& findings, const fs::path& config, const Context& context) {
  const Home& home = context.home;
  check_permissions(findings, context);
  check_space(findings, home);
  check_config(findings, config);
  check_lock(findings, "", home.write_lock(), "the archive is being written");
  for (const auto& account : home.accounts()) {
    check_lock(findings, account, home.account(account) / "sync.lock", "it is being synced");
    check_lock(findings, account, home.account(account) / "auth.lock", "its token is being replaced");
  }
  check_server(findings, home);
}

}  // namespace locker::cli
