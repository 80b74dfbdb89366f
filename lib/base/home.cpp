#include "lib/base/home.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/environment.hpp"
#include "lib/base/error.hpp"

namespace locker {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivate = 0700;

/// Creates missing parents with the default mode and the folder itself with mode 0700. Makes an existing
/// folder private too, unless `shared`: such a folder has other contents, and ours in it is private by
/// itself.
void make_private(const fs::path& folder, bool shared = false) {
  std::error_code error;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), error);
  if (mkdir(folder.c_str(), kPrivate) != 0 && errno != EEXIST)
    throw Error(ErrorKind::internal, folder.string() + " cannot be made: " + std::strerror(errno),
                "check its permissions, or name another home with --home");
  if (!fs::is_directory(folder))
    throw Error(ErrorKind::usage, folder.string() + " is not a folder", "name another home with --home");
  const auto mode = fs::status(folder, error).permissions();
  if (!shared && (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
    fs::permissions(folder, fs::perms::owner_all, error);
}

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Throws if permission was denied: it is then unknown whether there is a locker.
void expect_permission(const fs::path& root, const std::error_code& error) {
  if (error == std::errc::permission_denied)
    throw Error(ErrorKind::internal,
                "the locker at " + root.string() + " may not be read: " + error.message(),
                "run this as the user to whom it belongs, or name another home with --home");
}

}  // namespace

Home resolve_home(std::string_view flag, const Environment& environment) {
  if (!flag.empty()) return Home(fs::absolute(flag));
  if (const auto named = environment.get("LOCKER_HOME")) return Home(fs::absolute(*named));
  if (const auto data = environment.get("XDG_DATA_HOME"); data && data->front() == '/')
    return Home(fs::path(*data) / "locker");
  if (const auto user = environment.get("HOME")) return Home(fs::path(*user) / ".local" / "share" / "locker");
  throw Error(ErrorKind::usage, "neither LOCKER_HOME nor HOME is set", "name the locker's home with --home");
}

fs::path Home::account(std::string_view id) const { return root_ / "Me" / id; }

bool Home::exists() const {
  std::error_code error;
  const bool there = fs::exists(database(), error);
  expect_permission(root_, error);
  return there;
}

void Home::require() const {
  if (!exists()) throw no_locker_error();
}

Error Home::no_locker_error() const {
  return {ErrorKind::no_locker, "there is no locker at " + root_.string(),
          "run \"locker auth CONNECTOR\" to begin one (\"locker connectors\" shows them), or name another "
          "with --home"};
}

void Home::create() const {
  std::error_code error;
  const bool shared = fs::exists(root_, error) && !fs::is_empty(root_, error);
  make_private(root_, shared);
  make_private(root_ / "Me");
}

void Home::create_account(std::string_view id) const {
  create();
  make_private(account(id));
}

std::vector<std::string> Home::accounts() const {
  std::vector<std::string> ids;
  std::error_code ignored, error;
  const fs::directory_iterator folders(root_ / "Me", error);
  expect_permission(root_, error);
  for (const auto& entry : folders)
    if (fs::exists(entry.path() / "me.json", ignored)) ids.push_back(entry.path().filename().string());
  std::ranges::sort(ids);
  return ids;
}

bool is_account_id(std::string_view id) {
  return !id.empty() && is_lower_alphanumeric(id.front()) &&
         std::ranges::all_of(id, [](char c) { return is_lower_alphanumeric(c) || c == '_' || c == '-'; });
}

}  // namespace locker
