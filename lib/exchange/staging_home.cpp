#include "lib/exchange/staging_home.hpp"

#include <string>
#include <vector>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace locker::exchange {
namespace {

namespace fs = std::filesystem;

/// Terminates a name: no name contains it.
constexpr char kEnd = '\0';
constexpr char kFolder[] = ".restoring";

std::vector<std::string> accounts_in(const Home& home) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(home.root() / "Me", none))
    names.push_back(entry.path().filename().string());
  return names;
}

}  // namespace

StagingHome::StagingHome(const Home& home)
    : home_(home), made_(home.root() / kFolder), moving_(made_.root() / "moving") {
  take_back();
  fs::remove_all(made_.root());
}

StagingHome::~StagingHome() {
  std::error_code ignored;
  try {
    take_back();
  } catch (const std::exception&) {
    return;  // the staging folder lists what was moved in, and the next run takes it back
  }
  fs::remove_all(made_.root(), ignored);
}

void StagingHome::remove_left_over(const Home& home) {
  std::error_code ignored;
  fs::remove_all(home.root() / kFolder, ignored);
}

/// Undoes an interrupted move, after which there is no locker. Keeps an account that somebody has signed in
/// to meanwhile (an export contains no tokens).
void StagingHome::take_back() const {
  const auto moving = read_file(moving_);
  if (!moving || home_.exists()) return;
  for (std::size_t at = 0, end = 0; (end = moving->find(kEnd, at)) != std::string::npos; at = end + 1) {
    const fs::path account = home_.account(moving->substr(at, end - at));
    if (!fs::exists(account / "auth.json")) fs::remove_all(account);
  }
}

void StagingHome::move_in() {
  const auto names = accounts_in(made_);
  std::string moving;
  for (const auto& name : names) {
    if (fs::exists(home_.account(name)))
      throw Error(ErrorKind::usage, home_.account(name).string() + " is there already",
                  "name an empty home with --home");
    moving += name + kEnd;
  }
  write_file_atomically(moving_, moving);
  sync_filesystem(made_.root());
  for (const auto& name : names) fs::rename(made_.account(name), home_.account(name));
  sync_folder(home_.root() / "Me");
  fs::rename(made_.database(), home_.database());
  sync_folder(home_.root());
}

}  // namespace locker::exchange
